"""Keeps one zygote ready: started in the background, replaced when it died."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from grader.errors import ZygoteError
from grader.zygote import Zygote

__all__ = ["Keeper"]


class Keeper:
    """Thread-safe. `start` makes a zygote and may take seconds; it runs in `pool`."""

    def __init__(self, pool: ThreadPoolExecutor, start: Callable[[], Zygote]) -> None:
        self._pool = pool
        self._start = start
        self._lock = threading.Lock()
        self._zygote: Future[Zygote] = pool.submit(start)

    def get(self) -> Zygote:
        """A zygote that was alive a moment ago. Raises `ZygoteError` if it could not be started."""
        with self._lock:
            current = self._zygote
            if current.done() and (current.exception() is not None or not current.result().alive):
                self._close(current)
                current = self._zygote = self._pool.submit(self._start)
        return current.result()

    def close(self) -> None:
        """End the zygote and all its forks. Safe to call twice."""
        with self._lock:
            self._close(self._zygote)

    @staticmethod
    def _close(zygote: Future[Zygote]) -> None:
        with suppress(ZygoteError):
            zygote.result().close()
