"""One command's connection, as the resident writes to it: from several threads, and into nothing once it is gone."""

from __future__ import annotations

import select
import threading
from typing import TYPE_CHECKING

from grader.host.resident import frames

if TYPE_CHECKING:
    import socket

__all__ = ["Line"]

_STUCK_S = 60.0
"""A command that reads nothing for so long gets nothing more."""


class Line:
    """Never raises: whoever writes is grading, and goes on when the command was interrupted."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._lock = threading.Lock()
        self._accepted = False
        self.gone = False
        """Set once the command can't be written to."""

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        """Send one frame."""
        with self._lock:
            if self.gone:
                return
            try:
                self._socket.settimeout(_STUCK_S)
                frames.send_frame(self._socket, kind, payload)
            except OSError:
                self.gone = True
            self._accepted = self._accepted or kind == frames.ACCEPTED

    def beat(self) -> None:
        """Say that we live, unless that would take waiting."""
        if self.gone or not self._accepted or not self._lock.acquire(blocking=False):
            return
        try:
            if select.select([], [self._socket], [], 0)[1]:
                self._socket.send(frames.head(frames.BEAT, 0))
        except (OSError, ValueError):  # ValueError: closed a moment ago
            self.gone = True
        finally:
            self._lock.release()
