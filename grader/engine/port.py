"""The port through which the host has submissions judged; `tests/host/fake_engine.py` is a real one for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, Self

from grader.judge.verdicts import TestVerdict, Verdicts

if TYPE_CHECKING:
    from grader.course.model import Exercise
    from grader.submission.model import Submission

__all__ = ["Engine", "OnTest"]

OnTest = Callable[[TestVerdict], None]
"""Called in the judging thread as each test ends; must not raise."""


class Engine(Protocol):
    """Judges submissions. Thread-safe: `judge` blocks its caller only, and several may run at once."""

    def judge(
        self,
        exercise: Exercise,
        submission: Submission,
        *,
        seed: int,
        device: str,
        on_test: OnTest | None = None,
    ) -> Verdicts:
        """Run the hidden suite of `exercise` against `submission`.

        `seed` lies in 0..2**63-1; `device` is "auto", "cpu" or "cuda".

        Raises:
            JudgeError: the judge failed on the reference too.
            IsolationError: the floor is not to be had on this machine.
            ZygoteError: no process to judge in.
            InternalError: anything else that is our fault.
        """
        ...

    def close(self) -> None:
        """End every process that the engine started. Safe to call twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
