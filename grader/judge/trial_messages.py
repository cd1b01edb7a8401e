"""What is said between who tries suites on trusted subjects and the workers that do it. Light: no torch."""

from __future__ import annotations

import socket
from typing import Literal

import msgspec

from grader.wire.frames import receive_frame, send_frame

__all__ = ["Call", "Outcome", "Trial", "Tried", "answer_trial", "ask_trial", "read_trial", "read_tried"]


class Outcome(msgspec.Struct, frozen=True):
    """How a subject did in one test. `error` is its largest in units of the tolerance, see `hear_errors`; None: none.

    `seconds` is processor time.
    """

    name: str
    status: str
    error: float | None
    seconds: float


class Call(msgspec.Struct, frozen=True):
    """The numbers of one call from a test: its arguments', and its answer's."""

    test: str
    function: str
    given: list[float]
    answer: list[float]


class Trial(msgspec.Struct, frozen=True):
    """Which suite on which subject: the reference with these `sources` in place of its own, by path.

    `misconception` names one whose functions then replace the module's. `wrap` changes what goes in and out of the
    module's functions, or notes it: see `grader.judge.wrapped`.
    """

    suite: str
    scratch: str
    seed: int = 0
    sources: dict[str, str] = {}
    misconception: str = ""
    form: int = 0
    """Which, of a misconception that has several."""
    wrap: Literal["", "narrow", "record"] = ""
    test_s: float = 20.0
    stop: bool = False
    explain: bool = False
    """Have what fails diagnosed, as a student's failures are."""
    list_forms: bool = False
    """Say which misconceptions the exercise has."""


class Tried(msgspec.Struct, frozen=True):
    """What came of it; `fault` says why there is nothing where the trial itself failed."""

    tests: list[Outcome] = []
    calls: list[Call] = []
    diagnosed: list[tuple[str, str]] = []
    """Of an explained trial: tests, each with the misconception that explains it."""
    forms: dict[str, int] = {}
    """How many forms each misconception has, if that was asked."""
    ends: bool = False
    """The worker ends with this one."""
    fault: str = ""

    @property
    def failed(self) -> list[str]:
        """The names of the tests that failed; an empty one where the suite could not even be imported."""
        return [test.name for test in self.tests if test.status == "failed"]


_encoder = msgspec.msgpack.Encoder()
_trials = msgspec.msgpack.Decoder(Trial)
_tried = msgspec.msgpack.Decoder(Tried)


def ask_trial(sock: socket.socket, trial: Trial) -> None:
    """Host's side: the next trial. Raises `OSError` when the worker is gone."""
    send_frame(sock, _encoder.encode(trial))


def read_tried(sock: socket.socket, deadline: float) -> Tried:
    """Host's side: what came of it.

    Raises:
        EOFError: the worker died.
        TimeoutError: `deadline` (on `time.monotonic`) passed.
    """
    header, _ = receive_frame(sock, deadline=deadline)
    return _tried.decode(header)


def read_trial(sock: socket.socket) -> Trial:
    """Worker's side: the next trial. Raises `EOFError` when there is none any more."""
    header, _ = receive_frame(sock)
    return _trials.decode(header)


def answer_trial(sock: socket.socket, tried: Tried) -> None:
    """Worker's side: what came of it."""
    send_frame(sock, _encoder.encode(tried))
