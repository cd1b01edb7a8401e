"""The subject whose code runs in boxes: modules whose functions, classes and values are those of the student."""

from __future__ import annotations

import contextlib
import hashlib
import types
from collections.abc import Mapping, Sequence
from time import monotonic  # by name: a suite may put another clock in its module
from typing import TYPE_CHECKING, Any

import torch

from grader.errors import worded
from grader.judge.channel import Channel, Job
from grader.judge.compare import device_of, note_device
from grader.judge.files import open_files
from grader.judge.learned import Learned
from grader.judge.memory import memory_folder
from grader.judge.problems import explain_problem, student_line
from grader.judge.subject.box import Box
from grader.judge.subject.derived import derive_class
from grader.judge.subject.gate import Gate, question_of
from grader.judge.subject.handles import Ref, ref_of
from grader.judge.subject.line import BoxLost
from grader.judge.subject.offers import Offers
from grader.judge.subject.record import TestRecord
from grader.judge.subject.settings import Watch
from grader.judge.subject.sources import Sources
from grader.judge.subject.tape import Tape
from grader.wire.breach import Breach
from grader.wire.messages import Import, Problem, Raised, Warned

if TYPE_CHECKING:
    from grader.course.modules import AskedModule
    from grader.judge.subject.calls import CallRecord

__all__ = ["RemoteSubject", "TestRecord", "box_seed"]

_NAMED = frozenset({"method", "special", "meta", "above", "original", "get", "set", "delete", "get_own", "restore"})


class RemoteSubject:
    """Binds the student's modules to the suite. Boxes are taken as needed: one for visible tests, one for others."""

    def __init__(
        self, job: Job, channel: Channel, reference: types.ModuleType, modules: Mapping[str, AskedModule]
    ) -> None:
        self._job = job
        self._channel = channel
        self._asked = modules
        self._sources = Sources(modules.values(), job.slug, dict(job.files))
        self._gate = Gate(job.admitted, self._reject)
        self._watch = Watch()
        self.tape = Tape()
        """What the suite asked and was answered."""
        self._offers = Offers(job.slug, reference, modules, self, self._gate)
        self._boxes: dict[str, Box] = {}
        self._group = "collection"
        self._test = TestRecord(deadline=monotonic() + job.test_s)
        self.asks = 0
        """Questions that the suite put, beside importing."""
        self.generation = 0
        """Grows whenever a box takes another's place."""
        self.import_output = ""
        self.import_problem: Problem | None = None
        self.import_lost: BoxLost | None = None
        self._failed: dict[str, Problem] = {}

    @property
    def learned(self) -> Learned:
        """What this run showed of the handles that a suite expects."""
        return self._gate.learned()

    def bind(self) -> None:
        """Import the student's modules in a first box.

        A function that the student lacks raises when it is called, so that it costs the tests that need it and no
        others; a constant that the student lacks is the reference's.
        """
        try:
            self._box()
        except BoxLost as lost:
            self.import_lost = lost

    def close(self) -> None:
        """Hang up on the boxes, and leave the process as it was."""
        for box in self._boxes.values():
            box.close()
        self._watch.close()
        self._sources.close()

    def module(self, name: str) -> types.ModuleType:
        """The module of this name, as the suite's import gives it. Raises `ModuleNotFoundError`."""
        if name in self._failed:
            raise self._stand_in(self._failed[name], None)
        return self._offers.module(name)

    def begin_collection(self) -> None:
        """The suite is imported: what it asks meanwhile has the time of a test."""
        self._test = TestRecord(deadline=monotonic() + self._job.test_s)

    def begin_test(self, *, visible: bool, name: str = "") -> TestRecord:
        """A new test: its own record, and the box of its group; the first box is that of the group that comes first."""
        group = "visible" if visible else "hidden"
        if "collection" in self._boxes:
            self._boxes[group] = self._boxes.pop("collection")
        elif group != self._group and not visible and "visible" in self._boxes:
            self._boxes.pop("visible").close()
        self._group = group
        box = self._boxes.get(group)
        if box is not None:
            with contextlib.suppress(BoxLost):  # which the first question of the test will tell
                box.begin_test()
        self._gate.begin_test(name)
        self.tape.begin_test(name)
        self._test = TestRecord(deadline=monotonic() + self._job.test_s)
        return self._test

    def import_error(self) -> str:
        """Why the student's module could not be defined, as they may see it; empty if it could."""
        if self.import_lost is not None:
            return str(self.import_lost)
        problem = self.import_problem
        if problem is None:
            return ""
        line = student_line(problem, self._job)
        return explain_problem(problem) + (f" ({line})" if line else "")

    def call_of(self, values: Sequence[Any]) -> CallRecord | None:
        """The call that one of these values came from, the last of this test where that can't be told."""
        box = self._boxes.get(self._group)
        return None if box is None else box.call_of(values)

    # What modules ask (see `offers.Answering`)

    def is_broken(self) -> bool:
        """Did the import of the student's own module end before its end?"""
        return self.import_lost is not None or (self.import_problem is not None and self.import_problem.cell is None)

    def why_missing(self, module: str, name: str) -> BaseException:
        """What to raise for a name that the student's code lacks; it costs the test."""
        if self.import_lost is not None:
            self._test.lost = self.import_lost
            return self.import_lost
        if self.import_problem is not None:
            self._test.rejected = explain_problem(self.import_problem)
            return self._stand_in(self.import_problem, None)
        self._test.rejected = f"module {module!r} has no attribute {name!r}"
        return AttributeError(self._test.rejected)

    def ask_module(self, op: str, *args: Any) -> Any:
        """Have the box do something with a module."""
        return self._ask(None, f"{args[0]}.{args[1]}" if op == "module_get" else "", op, args, {})

    def again(self, module: str) -> None:
        """Execute a module of the student's anew."""
        self._ask(None, "", "reload", (module,), {})

    # What handles ask (see `handles.Asking`)

    def ask(self, ref: Ref, op: str, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Have the box do something with what a handle stands for."""
        __tracebackhide__ = True
        box = self._boxes.get(self._group)
        self._gate.check(ref, None if box is None else box.mirrors.peek(ref.oid), op, name)
        question = question_of(ref.label, op, name)
        return self._ask(ref, question, op, (name, *args) if op in _NAMED else args, kwargs)

    def speaks(self, ref: Ref, name: str) -> bool:
        """May this object use a special method of its class?"""
        return self._gate.speaks(ref, name)

    def derive(
        self, meta: type, name: str, bases: tuple[type, ...], space: dict[str, Any], options: dict[str, Any]
    ) -> type:
        """A class that the suite derives from one of the student's: the box derives it too, its methods lent."""

        def ask(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            made = self._ask(None, f"class {name}", "derive", args, kwargs)
            ref = ref_of(made)
            if ref is not None:
                self._offers.rooted.pop(ref.root or ("", ""), None)
            return made

        derived = derive_class(ask, lambda: self._boxes[self._group].mirrors, meta, name, bases, space, options)
        self._gate.name(derived, name)
        return derived

    def shown_file(self, path: str) -> str:
        """Where a file of the student's is shown."""
        return self._sources.file(path)

    def _ask(self, ref: Ref | None, question: str, op: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        __tracebackhide__ = True
        test = self._test
        if test.lost is not None:
            raise test.lost
        self.asks += op != "module_get"
        try:
            box = self._box()
            if ref is not None and not box.mirrors.has(ref):
                if ref.again is None:
                    raise self._gone(ref)
                ref.again()
            self._offers.grow_stale()
            answered, value = box.do(op, ref, args, kwargs, test.deadline)
        except BoxLost as lost:
            test.lost = lost
            raise
        if isinstance(answered.reply, Raised):
            error = box.rebuild(answered.reply.problem, value)
            if answered.kept is not None:
                self._gate.admit_kept(question, args, kwargs, answered.kept, box.id_of)
                self._gate.admit_error(question, error)
            raise self._stand_in(answered.reply.problem, error)
        if answered.kept is not None or self._gate.learning:
            self._gate.admit(question, args, kwargs, answered.value, box.id_of)
            self._gate.admit_kept(question, args, kwargs, answered.kept or (), box.id_of)
        return answered.value

    def _gone(self, ref: Ref) -> BaseException:
        if ref.root is not None:
            return AttributeError(f"module {ref.root[0]!r} has no attribute {ref.root[1]!r}")
        return BoxLost("crashed", worded("an object of the student's was made outside of the tests that use it"))

    def _end(self, lost: BoxLost) -> None:
        """It costs this test, whoever was waiting for the box: a call, or a backward pass."""
        self._test.lost = self._test.lost or lost

    def _reject(self, why: str) -> None:
        self._test.rejected = why

    def _enter(self, name: str, args: list[Any], kwargs: dict[str, Any], kept: list[Any]) -> None:
        """Let in what the student's code calls a function of the suite with."""
        id_of = self._boxes[self._group].id_of
        self._gate.admit(f"<{name}>", (), {}, (tuple(args), kwargs), id_of)
        self._gate.admit_kept(f"<{name}>", (), {}, kept, id_of)

    def _box(self) -> Box:
        """The box of this group with the modules defined, a fresh one if the last was lost."""
        if self.import_lost is not None:
            raise self.import_lost
        box = self._boxes.get(self._group)
        if box is None or box.lost:
            box = self._new_box()
        return box

    def _new_box(self) -> Box:
        started = monotonic()
        self._watch.renew()
        box = Box(
            self._channel,
            asking=self,
            rooted=self._offers.rooted,
            watch=self._watch,
            on_device=_note_device,
            heard=self._hear,
            ended=self._end,
            entered=self._enter,
            memory=memory_folder(self._job.scratch),
            files=open_files(self._job),
            tape=self.tape,
        )
        first = not self.generation
        self._offers.begin()
        self._boxes[self._group] = box
        self.generation += 1
        test, self._test = self._test, TestRecord(deadline=started + self._job.test_s)
        try:
            imported, values = box.define(self._import, self._offers.wants, self._test.deadline)
            self._offers.take(imported, values, box.id_of)
        finally:
            output, self._test = self._test.stdout, test
        if first:
            self.import_output = "".join(output)
            self.import_problem = imported.problems[0] if imported.problems else None
            self._failed = {name: problem for name, problem in imported.failed.items() if name in self._asked}
        test.deadline += monotonic() - started  # our own work is not the student's time
        return box

    def _stand_in(self, problem: Problem, error: BaseException | None) -> BaseException:
        if error is None:
            from grader.wire.problems import rebuild

            error = rebuild(problem, lambda _: None)
        self._test.problem = problem
        self._test.raised = error
        return error

    def _hear(self, printed: Sequence[tuple[int, str]], warned: Sequence[tuple[Any, Warned]]) -> None:
        """Print and warn as if the student's code ran here."""
        self._test.hear(printed, warned, self._job.output, [path for path, _ in self._job.files])

    def _import(self, call: int) -> Import:
        job = self._job
        seed = box_seed(job.seed)
        modules = [job.slug, *(name for name in self._asked if name != job.slug)]
        return Import(call, modules, job.files, job.cells, job.packages, seed, job.output)


def box_seed(seed: int) -> int:
    """The seed of the random states in which a box begins; it tells nothing of that behind the inputs."""
    return int.from_bytes(hashlib.sha256(f"box\n{seed}".encode()).digest()[:7], "big")


def _note_device(tensor: torch.Tensor, device: str) -> None:
    kind = device.partition(":")[0]
    if kind not in ("cpu", "cuda"):
        raise Breach("a tensor on a device that there is not")
    if kind != device_of(tensor):
        note_device(tensor, kind)
