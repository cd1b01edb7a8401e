"""What a judge and its host say to each other. Both are trusted; the frames are those of the wire.

The judge asks for boxes and reports tests; the host grants boxes and says how they ended.
"""

from __future__ import annotations

import socket
from typing import Any

import msgspec

from grader.errors import spell
from grader.judge.learned import Learned
from grader.judge.verdicts import Diagnosed, Observed, TestVerdict
from grader.wire.frames import receive_frame, send_frame

__all__ = [
    "Began",
    "BoxEnded",
    "BoxGranted",
    "Channel",
    "Collected",
    "EndBox",
    "Ended",
    "Explained",
    "Faulted",
    "Finished",
    "FromJudge",
    "Job",
    "NeedBox",
    "Warmth",
    "grant_box",
    "receive_from_judge",
    "send_job",
    "tell_box_ended",
]


class Job(msgspec.Struct, frozen=True, tag=True):
    """Host to judge, first: which suite, whose code, and the limits in seconds, bytes and characters.

    Of the collected tests, those named in `done` do not run. `common` is the folder for the suite's `tmp_path`, which a
    box has at the same path: the very same folder if `common_is_one` (below isolation `full`), else one of its own
    that is kept in step by copy.
    """

    suite: str
    slug: str
    files: list[tuple[str, str]]
    cells: list[tuple[int, str]]
    packages: list[str]
    seed: int
    device: str
    test_s: float
    output: int
    judge_cpu_s: float
    judge_memory: int
    scratch: str
    done: list[str] = []
    common: str = ""
    common_is_one: bool = False
    admitted: Learned | None = None
    """What the reference's run showed; None in that run itself."""
    diagnosis_s: float = 0.0
    """How long the judge may look for what explains the tests that failed, once all have ended; 0: not at all."""


class Warmth(msgspec.Struct, frozen=True):
    """Host to the judges' zygote, once: the course folder that they read, the slugs whose suites are made warm.

    `scratch` and `files` are private folders to write in; those below `files` a judge shares with its boxes.
    """

    course: str
    slugs: list[str]
    scratch: str
    files: str
    confine: bool


class BoxGranted(msgspec.Struct, frozen=True, tag=True):
    """Host to judge: a box; its end of the socket follows beside one byte."""


class BoxEnded(msgspec.Struct, frozen=True, tag=True):
    """Host to judge: the box is gone. `status` is empty if it had not ended by itself."""

    status: str
    reason: str


class NeedBox(msgspec.Struct, frozen=True, tag=True):
    """Judge to host: one box, please; an earlier one is done with."""


class EndBox(msgspec.Struct, frozen=True, tag=True):
    """Judge to host: end the current box; if it is `gone` already, say how it ended."""

    gone: bool


class Collected(msgspec.Struct, frozen=True, tag=True):
    """Judge to host: all tests of the suite in its order, and how the student's import went."""

    names: list[str]
    import_output: str
    import_error: str


class Began(msgspec.Struct, frozen=True, tag=True):
    """Judge to host: this test begins now; the verdict is what it would be if the judge died in it."""

    verdict: TestVerdict


class Ended(msgspec.Struct, frozen=True, tag=True):
    """Judge to host: this test ended."""

    verdict: TestVerdict


class Finished(msgspec.Struct, frozen=True, tag=True):
    """Judge to host: all tests have run, and this was learned from them. No box is needed any more.

    It is the last message, unless `explains`: then `Explained` follows, if all goes well.
    """

    learned: Learned | None = None
    explains: bool = False


class Explained(msgspec.Struct, frozen=True, tag=True):
    """Judge to host, after all tests: what explains those that failed, by name."""

    diagnoses: dict[str, Diagnosed]
    observations: dict[str, Observed]


class Faulted(msgspec.Struct, frozen=True, tag=True):
    """Judge to host: this run says nothing of its tests. `ours`: for certain the grader's fault."""

    reason: str
    ours: bool


FromJudge = NeedBox | EndBox | Collected | Began | Ended | Finished | Explained | Faulted
_FromHost = Job | BoxGranted | BoxEnded

_encoder = msgspec.msgpack.Encoder(enc_hook=spell)
_from_judge: msgspec.msgpack.Decoder[FromJudge] = msgspec.msgpack.Decoder(FromJudge)
_from_host: msgspec.msgpack.Decoder[_FromHost] = msgspec.msgpack.Decoder(_FromHost)


class Channel:
    """The judge's end of its line to the host."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def receive_job(self) -> Job:
        """The job, which the host sends first."""
        job: Job = self._receive(Job)
        return job

    def tell(self, message: FromJudge) -> None:
        """Say something that needs no answer."""
        send_frame(self._sock, _encoder.encode(message))

    def need_box(self) -> socket.socket:
        """A socket to a fresh box. Raises `EOFError` when the host is gone."""
        self.tell(NeedBox())
        self._receive(BoxGranted)
        _, fds, _, _ = socket.recv_fds(self._sock, 1, 1)
        return socket.socket(fileno=fds[0])

    def end_box(self, *, gone: bool) -> BoxEnded:
        """End the current box, and learn how it ended if it is `gone` already."""
        self.tell(EndBox(gone))
        ended: BoxEnded = self._receive(BoxEnded)
        return ended

    def _receive(self, kind: type[Any]) -> Any:
        header, _ = receive_frame(self._sock)
        message = _from_host.decode(header)
        if not isinstance(message, kind):
            raise EOFError(  # noqa: TRY004 - as good as gone
                f"the host said {type(message).__name__}, not {kind.__name__}"
            )
        return message


def send_job(sock: socket.socket, job: Job) -> None:
    """Host's side: give the judge its job."""
    send_frame(sock, _encoder.encode(job))


def grant_box(sock: socket.socket, box: int) -> None:
    """Host's side: hand over the descriptor of a box's socket; ours may be closed afterwards."""
    send_frame(sock, _encoder.encode(BoxGranted()))
    socket.send_fds(sock, [b"+"], [box])


def tell_box_ended(sock: socket.socket, ended: BoxEnded) -> None:
    """Host's side: say how the box ended."""
    send_frame(sock, _encoder.encode(ended))


def receive_from_judge(sock: socket.socket, deadline: float) -> FromJudge:
    """Host's side: the judge's next message.

    Raises:
        EOFError: the judge is gone.
        TimeoutError: `deadline` (on `time.monotonic`) passed.
    """
    header, _ = receive_frame(sock, deadline=deadline)
    return _from_judge.decode(header)
