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
def bounded(seconds: float, *, computing: bool = False) -> Iterator[None]:
    """Raise `OutOfTime` in this block when so much time has passed, or was spent `computing`.

    For the main thread of a process that is ours. What never comes back to Python is not ended.
    """
    timer, ring = (signal.ITIMER_PROF, signal.SIGPROF) if computing else (signal.ITIMER_REAL, signal.SIGALRM)
    before = signal.signal(ring, _end)
    signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(ring, before)


def _end(*_: object) -> NoReturn:
    raise OutOfTime
