"""An end to what takes too long, whatever it is doing in Python."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

__all__ = ["OutOfTime", "bounded"]


class OutOfTime(BaseException):
    """The time is used up. No `Exception`, as a variant must not catch it for an error of its own."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` in this block when so much time has passed. For the main thread of a process that is ours."""
    before = signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _end(*_: object) -> NoReturn:
    raise OutOfTime
