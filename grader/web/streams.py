"""How many streams of events a person may hold open: each keeps a connection for as long as its submission waits."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.web.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MOST", "Streams"]

MOST = 20
"""Of one user."""
_AGAIN_S = 15


class Streams:
    """Counts them by user, in the server's event loop."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def need_room(self, user: str) -> None:
        """Raises `Problem` 429 for who has as many as may be."""
        if self._open[user] >= MOST:
            raise Problem(429, "too_many", headers={"retry-after": str(_AGAIN_S)}, seconds=_AGAIN_S)

    @contextmanager
    def hold(self, user: str) -> Iterator[bool]:
        """One more while it lasts; False: others came first, and there is no room."""
        has_room = self._open[user] < MOST
        self._open[user] += has_room
        try:
            yield has_room
        finally:
            self._open[user] -= has_room
            if not self._open[user]:
                del self._open[user]
