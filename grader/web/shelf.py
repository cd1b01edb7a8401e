"""Files that were made for somebody and wait to be fetched: in memory, for a while, by nobody else."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass

__all__ = ["Shelf", "Shelved"]

KEPT_S = 900.0
MOST = 64 << 20
"""Bytes of all of them; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """One file."""

    name: str
    data: bytes
    owner: int
    """The user whom it is for."""
    until: float


class Shelf:
    """Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[str, Shelved] = {}

    def put(self, name: str, data: bytes, *, owner: int) -> str:
        """Keep a file for a user; what it is asked for by."""
        now, key = time.monotonic(), secrets.token_urlsafe(16)
        with self._lock:
            self._files = {one: kept for one, kept in self._files.items() if kept.until > now}
            self._files[key] = Shelved(name, data, owner, now + KEPT_S)
            while len(self._files) > 1 and sum(len(kept.data) for kept in self._files.values()) > MOST:
                del self._files[next(iter(self._files))]
        return key

    def find(self, key: str, *, owner: int) -> Shelved | None:
        """The file, if it is this user's and still there."""
        with self._lock:
            kept = self._files.get(key)
        return kept if kept is not None and kept.owner == owner and kept.until > time.monotonic() else None
