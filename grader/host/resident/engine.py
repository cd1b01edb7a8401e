"""The engine port through a resident: its zygotes judge, whoever asks; a local engine does what it does not."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Self

import msgspec

import grader.errors
from grader.errors import GraderError, InternalError, spell
from grader.host.resident import frames
from grader.host.resident.client import SILENCE_S, Unserved
from grader.host.resident.orders import Judge
from grader.host.resident.start import ask
from grader.judge.verdicts import TestVerdict, Verdicts
from grader.submission.model import Submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.course.model import Course, Exercise
    from grader.engine.port import Engine, OnTest
    from grader.host.resident.line import Line

__all__ = ["SharedEngine", "answer_judge"]


class _Failure(msgspec.Struct, frozen=True, tag="failure"):
    kind: str
    message: str
    advice: str
    detail: str


class _Done(msgspec.Struct, frozen=True, tag="done"):
    verdicts: Verdicts


# Made at import, under the import lock: msgspec 0.22 crashes where two threads are the first to look at a type.
_submissions = msgspec.msgpack.Decoder(Submission)
_tests = msgspec.msgpack.Decoder(TestVerdict)
_answers = msgspec.msgpack.Decoder(_Failure | _Done)


def answer_judge(engine: Engine, course: Course, order: Judge, data: bytes, line: Line) -> bytes:
    """In the resident: judge the submission in `data`; verdicts go out one by one, and all or the error at the end."""

    def on_test(test: TestVerdict) -> None:
        line.send(frames.TEST, msgspec.msgpack.encode(test, enc_hook=spell))

    answer: _Failure | _Done
    try:
        submission = _submissions.decode(data)
        exercise = course.exercise(order.slug)
        verdicts = engine.judge(exercise, submission, seed=order.seed, device=order.device, on_test=on_test)
        answer = _Done(verdicts)
    except GraderError as error:
        answer = _Failure(type(error).__name__, error.message, error.advice, error.detail)
    except Exception as error:  # noqa: BLE001 - the command tells it as its own
        answer = _Failure("InternalError", f"{type(error).__name__}: {error}"[:500], "", "")
    return msgspec.msgpack.encode(answer, enc_hook=spell)


class SharedEngine:
    """Judges in the course's resident; where there is none, or it leaves, in an engine that `make` starts."""

    def __init__(self, course: Course, floor: str | None, make: Callable[[], Engine]) -> None:
        self._course, self._floor, self._make = course, floor, make
        self._own: Engine | None = None
        self._lock = threading.Lock()

    def judge(
        self, exercise: Exercise, submission: Submission, *, seed: int, device: str, on_test: OnTest | None = None
    ) -> Verdicts:
        """As the port says."""
        if self._own is None:
            try:
                return self._ask(exercise.slug, submission, seed, device, on_test)
            except Unserved:
                pass
        with self._lock:
            self._own = self._own or self._make()
        return self._own.judge(exercise, submission, seed=seed, device=device, on_test=on_test)

    def _ask(self, slug: str, submission: Submission, seed: int, device: str, on_test: OnTest | None) -> Verdicts:
        """The resident's verdicts, or what it raised. Raises `Unserved`."""
        order = {"type": "judge", "slug": slug, "device": device, "seed": seed}
        resident = ask(self._course.root, self._floor, order, msgspec.msgpack.encode(submission, enc_hook=spell))
        with contextlib.closing(resident):
            resident.settimeout(SILENCE_S)
            try:
                while True:
                    kind, payload = frames.read_frame(resident)
                    if kind == frames.TEST and on_test is not None:
                        on_test(_tests.decode(payload))
                    elif kind == frames.ANSWER:
                        return _open(_answers.decode(payload))
            except (OSError, EOFError, msgspec.MsgspecError):
                raise Unserved("lost") from None

    def close(self) -> None:
        """End the engine of our own; the resident stays."""
        if self._own is not None:
            self._own.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _open(answer: _Failure | _Done) -> Verdicts:
    """The verdicts; raises what the engine in the resident raised."""
    if isinstance(answer, _Done):
        return answer.verdicts
    kind = getattr(grader.errors, answer.kind, None)
    if not (isinstance(kind, type) and issubclass(kind, GraderError)):
        kind = InternalError
    raise kind(answer.message, answer.advice, answer.detail)
