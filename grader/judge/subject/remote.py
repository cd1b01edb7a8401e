"""The subject whose code runs in boxes: a module of functions that cross the boundary when called."""

from __future__ import annotations

import hashlib
import sys
import time
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch

from grader.course.interface import Interface
from grader.judge.channel import Channel, Job
from grader.judge.compare import device_of, note_device
from grader.judge.memory import memory_folder
from grader.judge.problems import explain_problem, student_line
from grader.judge.subject.box import Box, BoxLost, CallRecord
from grader.wire.breach import Breach
from grader.wire.messages import Defined, Import, Imported, Problem, Raised
from grader.wire.problems import rebuild

__all__ = ["RemoteSubject", "TestRecord"]


@dataclass
class TestRecord:
    """What happened in the boxes during one test."""

    deadline: float
    lost: BoxLost | None = None
    problem: Problem | None = None
    """The last exception that the student's code raised."""
    raised: BaseException | None = None
    """The exception object that stands for it in the judge."""
    stdout: list[str] = field(default_factory=list)


class RemoteSubject:
    """Binds the student's module to the suite. Boxes are taken as needed: one for visible tests, one for the others."""

    def __init__(self, job: Job, channel: Channel, reference: types.ModuleType, interface: Interface) -> None:
        self._job = job
        self._channel = channel
        self._required = interface.names
        self._constants = {name: getattr(reference, name) for name in interface.constants if hasattr(reference, name)}
        self._boxes: dict[str, Box] = {}
        self._group = "visible"
        self._test = TestRecord(deadline=0.0)
        self.import_output = ""
        self.import_problem: Problem | None = None
        self.import_lost: BoxLost | None = None
        self.module = types.ModuleType(job.slug)

    def bind(self) -> None:
        """Import the student's module in the visible box, and put a module of the reference's names in the suite's way.

        Other names of the student's stay out: `from module import *` must not replace what the suite itself uses.
        A function that the student lacks raises when it is called, so that it costs the tests that need it and no
        others; a constant that the student lacks is the reference's.
        """
        names, values = self._first_import()
        defined = {name.name for name in names}
        for name, own in self._constants.items():
            setattr(self.module, name, values.get(name, own))
        for name in self._required:
            setattr(self.module, name, self._function(name, defined=name in defined))
        self.module.__file__ = f"{self._job.slug}.py"
        sys.modules[self._job.slug] = self.module

    def begin_test(self, *, visible: bool) -> TestRecord:
        """A new test: its own record, and the box of its group."""
        self._group = "visible" if visible else "hidden"
        if not visible and "visible" in self._boxes:
            self._boxes.pop("visible").close()
        box = self._boxes.get(self._group)
        if box is not None:
            box.begin_test()
        self._test = TestRecord(deadline=time.monotonic() + self._job.test_s)
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

    def last_call(self) -> CallRecord | None:
        """The last call of this test."""
        box = self._boxes.get(self._group)
        return None if box is None else box.last_call

    def _function(self, name: str, *, defined: bool) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True
            if not defined and self.import_problem is None and self.import_lost is None:
                raise AttributeError(f"module {self._job.slug!r} has no attribute {name!r}")
            return self._call(name, args, kwargs)

        call.__name__ = call.__qualname__ = name
        call.__module__ = self._job.slug
        return call

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        __tracebackhide__ = True
        test = self._test
        if test.lost is not None:
            raise test.lost
        try:
            box = self._box()
            reply, result = box.call(name, args, kwargs, test.deadline)
        except BoxLost as lost:
            test.lost = lost
            raise
        if reply.stdout:
            test.stdout.append(reply.stdout)
        if isinstance(reply, Raised):
            raise self._stand_in(reply.problem)
        return result

    def _box(self) -> Box:
        """The box of this group with the module defined, a fresh one if the last was lost."""
        if self.import_lost is not None:
            raise self.import_lost
        if self.import_problem is not None and self.import_problem.cell is None:
            raise self._stand_in(self.import_problem)
        box = self._boxes.get(self._group)
        if box is None or box.lost:
            started = time.monotonic()
            box = self._boxes[self._group] = Box(
                self._channel, on_device=_note_device, memory=memory_folder(self._job.scratch)
            )
            box.define(self._import, started + self._job.test_s)
            self._test.deadline += time.monotonic() - started  # our own work is not the student's time
        return box

    def _stand_in(self, problem: Problem) -> BaseException:
        self._test.problem = problem
        self._test.raised = rebuild(problem)
        return self._test.raised

    def _first_import(self) -> tuple[list[Defined], dict[str, Any]]:
        box = self._boxes["visible"] = Box(
            self._channel, on_device=_note_device, memory=memory_folder(self._job.scratch)
        )
        try:
            imported, values = box.define(self._import, time.monotonic() + self._job.test_s)
        except BoxLost as lost:
            self.import_lost = lost
            return [], {}
        self.import_output = imported.stdout
        self.import_problem = imported.problems[0] if imported.problems else None
        return _proper(imported), values

    def _import(self, call: int) -> Import:
        job = self._job
        seed = int.from_bytes(hashlib.sha256(f"box\n{job.seed}".encode()).digest()[:7], "big")
        return Import(call, job.slug, job.files, job.cells, job.packages, seed, job.output)


def _note_device(tensor: torch.Tensor, device: str) -> None:
    kind = device.partition(":")[0]
    if kind not in ("cpu", "cuda"):
        raise Breach("a tensor on a device that there is not")
    if kind != device_of(tensor):
        note_device(tensor, kind)


def _proper(imported: Imported) -> list[Defined]:
    """Names that a module can have; the box may claim any."""
    return [name for name in imported.names if name.name.isidentifier() and not name.name.startswith("_")]
