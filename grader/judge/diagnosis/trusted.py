"""A suite run on code that is trusted, in this process, as if a student had handed it in: with verdicts and findings.

The suite meets the code through the very wire that it meets a student's through, whose other end is a thread of this
process here. For authors: which misconceptions are told apart, what a variant of the reference is taken for.
"""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from grader.box.answers import Desk, list_names
from grader.box.operations import OPERATIONS
from grader.box.replaced import Replaced
from grader.judge.channel import BoxEnded, Ended, FromJudge, Job
from grader.judge.diagnosis.diagnose import diagnose
from grader.judge.fixtures import DEVICE, SEED
from grader.judge.imports import SubjectFinder
from grader.judge.plugin import JudgePlugin
from grader.judge.session import run_suite
from grader.judge.subject.remote import RemoteSubject, box_seed
from grader.judge.verdicts import TestVerdict
from grader.wire.encode import Encoder
from grader.wire.files import Change, Mirror
from grader.wire.frames import Buffer, Payload, answer_frame, receive_ask
from grader.wire.large import Part
from grader.wire.messages import Answer, Do, Import, Imported, Raised, Ready, Reply, Setting, decode_ask, encode

if TYPE_CHECKING:
    from grader.course.modules import AskedModule

__all__ = ["Examined", "examine"]

_OUTPUT = 64 << 10
_ANY = 1 << 40


@dataclass(frozen=True)
class Examined:
    """What a suite says of trusted code. `fault` says why there are no verdicts, if there are none."""

    verdicts: tuple[TestVerdict, ...]
    """In the suite's order of running, with diagnosis and observation."""
    fault: str = ""


def examine(
    session: pytest.Session,
    suite: Path,
    scratch: Path,
    asked: Mapping[str, AskedModule],
    reference: ModuleType,
    own: Mapping[str, ModuleType],
    *,
    seed: int,
    test_s: float = 20.0,
    diagnosis_s: float = 30.0,
) -> Examined:
    """Run the suite of a folder on the modules `own`, by name, and explain what fails.

    `asked` and `reference` are what `grader.judge.main.read_known` gives of the folder. The session has nobody else's
    plugins afterwards, and can be opened anew (`grader.judge.anew`). For the main thread.
    """
    told: list[TestVerdict] = []
    job = _job(suite, scratch, seed, test_s)
    (scratch / "common").mkdir(parents=True, exist_ok=True)
    channel: Any = _Host(own, job.common, told)
    subject = RemoteSubject(job, channel, reference, asked)
    finder = SubjectFinder(suite, asked, subject.module, subject.again)
    plugin = JudgePlugin(job, channel, subject)
    session.config.stash[SEED], session.config.stash[DEVICE] = seed, "cpu"
    with contextlib.closing(subject):
        subject.bind()
        finder.install()
        try:
            with contextlib.suppress(pytest.Session.Interrupted):
                run_suite(session, suite, Path(job.common), plugin, again=plugin.again)
        finally:
            finder.remove()
            session.config.pluginmanager.unregister(plugin)
    if plugin.fault:
        return Examined((), plugin.fault)
    found = diagnose(
        suite, asked, subject.tape, plugin.failed, seed=box_seed(seed), seconds=diagnosis_s, folder=job.common
    )
    return Examined(
        tuple(
            dataclasses.replace(
                test, diagnosis=found.diagnoses.get(test.name), observation=found.observations.get(test.name)
            )
            for test in told
        )
    )


def _job(suite: Path, scratch: Path, seed: int, test_s: float) -> Job:
    return Job(
        suite=str(suite),
        slug=suite.name,
        files=[],
        cells=[],
        packages=[],
        seed=seed,
        device="cpu",
        test_s=test_s,
        output=_OUTPUT,
        judge_cpu_s=_ANY,
        judge_memory=_ANY,
        scratch=str(scratch),
        common=str(scratch / "common"),
    )


class _Host:
    """Grants boxes that are threads, and keeps what the judge tells."""

    def __init__(self, own: Mapping[str, ModuleType], files: str, told: list[TestVerdict]) -> None:
        self._own = own
        self._files = files
        self._told = told

    def tell(self, message: FromJudge) -> None:
        """Of what is told, verdicts are wanted."""
        if isinstance(message, Ended):
            self._told.append(message.verdict)

    def need_box(self) -> socket.socket:
        """The judge's end of a socket at whose other end the modules answer."""
        ours, theirs = socket.socketpair()
        threading.Thread(target=_Server(theirs, self._own, self._files).run, daemon=True).start()
        return ours

    def end_box(self, *, gone: bool) -> BoxEnded:
        """A thread has no exit status."""
        del gone
        return BoxEnded("", "")


class _Server:
    """The other end of the wire, until the judge hangs up."""

    def __init__(self, sock: socket.socket, own: Mapping[str, ModuleType], files: str) -> None:
        self._sock = sock
        self._own = own
        self._files = files
        self._number = 0

    def run(self) -> None:
        """Serve."""
        self._desk = _Desk(self._own, self._files, self._exchange)
        with self._sock, contextlib.suppress(EOFError, OSError):
            answer_frame(self._sock, encode(Ready("")))
            while True:
                self._serve()

    def _serve(self) -> tuple[Answer | Raised, Payload] | None:
        header, payload = receive_ask(self._sock)
        message = decode_ask(header)
        if not isinstance(message, Import | Do):
            return message, payload
        reply, buffers = self._desk.answer(message, payload)
        answer_frame(self._sock, encode(reply), buffers)
        return None

    def _exchange(self, ask: Do, buffers: Sequence[Buffer]) -> tuple[Answer | Raised, Payload]:
        self._number += 1
        answer_frame(self._sock, encode(msgspec.structs.replace(ask, call=self._number)), buffers)
        while True:
            answered = self._serve()
            if answered is not None:
                return answered


class _SameFolder(Mirror):
    """The box's side of a folder that is the judge's own: what the suite did there is done."""

    def apply(self, changes: Sequence[Change], buffer: Callable[[int], Buffer | Part]) -> None:
        """Only take notice."""
        del changes, buffer
        self.take_changes(lambda _: 0)


class _Desk(Desk):
    """Answers for modules that are there already. What the suite does to the process holds for them as it is."""

    def __init__(self, own: Mapping[str, ModuleType], files: str, exchange: Callable[..., Any]) -> None:
        super().__init__("/nowhere", device="cpu", files=files, exchange=exchange)
        self._own = own
        self._files = _SameFolder(files)
        replaced = Replaced()
        self.operations = {  # type: ignore[misc]
            **OPERATIONS,
            "module_get": lambda _, module, name: getattr(own[module], name),
            "module_set": lambda _, module, name, value: replaced.put(own[module], name, value),
            "module_restore": lambda _, module, name: replaced.put_back(own[module], name),
            "module_delete": lambda _, module, name: delattr(own[module], name),
            "reload": lambda *_: None,
        }

    def _define(self, ask: Import) -> tuple[Reply, Sequence[Buffer]]:
        encoder = Encoder(self._objects, self._held)
        names = list_names(self._own, encoder)
        reply = Imported(ask.call, names, encoder.graph(), [], {}, [], [])
        return reply, encoder.buffers

    def _do(self, ask: Do, payload: Payload) -> tuple[Reply, Sequence[Buffer]]:
        if ask.setting is not None:  # this process has it
            ask = msgspec.structs.replace(ask, setting=Setting(grad=ask.setting.grad))
        return super()._do(ask, payload)
