"""The resident's end of its socket: who may ask, how many at once, and when it leaves."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import select
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from grader.host.resident import frames
from grader.host.resident.line import Line
from grader.host.resident.orders import MOST_DATA, MOST_ORDER, Judge, Status, Stop, Submit, read_order
from grader.host.resident.place import address

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.host.resident.orders import Order

__all__ = ["Server", "Service", "take_seat"]

_READ_S = 10.0
_BEAT_S = 1.0
_TICK_S = 5.0

_log = logging.getLogger("grader.host")


class Service(Protocol):
    """What a resident does for commands. Called from several threads; what it raises ends that command's line."""

    def why_not(self, order: Submit | Judge) -> str:
        """Why this is left to the command itself; empty when it is taken."""
        ...

    def submit(self, order: Submit, data: bytes, line: Line) -> int:
        """Store, grade and show; the exit code."""
        ...

    def judge(self, order: Judge, data: bytes, line: Line) -> bytes:
        """The verdicts, or the error, as `grader.host.resident.engine` reads them."""
        ...

    def tell(self) -> dict[str, Any]:
        """What `grade doctor` shows of it."""
        ...


def take_seat(folder: int, token: str) -> int | None:
    """A lock that one process at a time has, until it closes it; None when another one has it."""
    handle = os.open(f"{token}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


@dataclass
class Server:
    """Serves one course's commands until it is told to leave, is idle for long, or is out of date.

    `seat` is what `take_seat` gave; it is given up as soon as nobody new is taken.
    """

    folder: int
    token: str
    seat: int
    service: Service
    is_stale: Callable[[], bool]
    idle_s: float
    most: int = 8

    def __post_init__(self) -> None:
        self._lines: dict[Line, threading.Thread] = {}
        self._leaving = False
        self._began = self._used = time.time()
        self._woken, self._waker = socket.socketpair()
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._where = Path(address(self.folder, self.token))
        self._where.unlink(missing_ok=True)  # of one that was killed: the seat is ours
        self._listener.bind(str(self._where))
        self._listener.listen(64)
        self._inode = self._where.stat().st_ino

    def leave(self) -> None:
        """Take nothing more; safe in a signal handler."""
        self._leaving = True
        with contextlib.suppress(OSError):
            self._waker.send(b".")

    def run(self) -> None:
        """Serve; returns when the last command that was taken is done."""
        beaten = 0.0
        while not self._leaving:
            wait = _BEAT_S if self._lines else min(_TICK_S, max(0.05, self.idle_s / 4))
            ready = select.select([self._listener, self._woken], [], [], wait)[0]
            if self._listener in ready and not self._leaving:
                self._take()
            if time.monotonic() - beaten >= _BEAT_S:
                beaten = time.monotonic()
                for line in list(self._lines):
                    line.beat()
                if self._is_unwanted():
                    self._leaving = True  # never set to False: another thread may have said it meanwhile
        self._close()
        while self._lines:
            for line, thread in list(self._lines.items()):
                line.beat()
                thread.join(_BEAT_S)
        self._woken.close()
        self._waker.close()

    def _is_unwanted(self) -> bool:
        idle = not self._lines and time.time() - self._used > self.idle_s
        return idle or not self._has_socket()

    def _has_socket(self) -> bool:
        try:
            return self._where.stat().st_ino == self._inode
        except OSError:
            return False

    def _close(self) -> None:
        if self._has_socket():
            self._where.unlink()
        self._listener.close()
        os.close(self.seat)

    def _take(self) -> None:
        try:
            connected, _ = self._listener.accept()
        except OSError:
            return
        line = Line(connected)
        thread = threading.Thread(target=self._serve, args=(connected, line), daemon=True)
        if len(self._lines) >= self.most:
            connected.close()
            return
        self._lines[line] = thread
        thread.start()

    def _serve(self, connected: socket.socket, line: Line) -> None:
        try:
            with connected:
                connected.settimeout(_READ_S)
                if frames.peer(connected)[1] == os.geteuid():
                    self._hear(connected, line)
        except (OSError, EOFError):
            pass  # half an order, or none: nothing was done
        except Exception:  # noqa: BLE001 - one order must not end the others
            _log.exception("an order failed")
        finally:
            del self._lines[line]

    def _hear(self, connected: socket.socket, line: Line) -> None:
        order: Order | None
        kind, told = frames.read_frame(connected, MOST_ORDER)
        next_kind, data = frames.read_frame(connected, MOST_DATA)
        if (kind, next_kind) != (frames.ORDER, frames.DATA):
            return
        try:
            order = read_order(told)
        except msgspec.MsgspecError:  # of another version, perhaps
            order = None
        if not isinstance(order, Status | Stop) and self.is_stale():
            self.leave()
            line.send(frames.STALE)
        elif order is not None:
            self._answer(order, data, line)

    def _answer(self, order: Order, data: bytes, line: Line) -> None:
        match order:
            case Status():  # whoever can list the folder may ask
                line.send(frames.ACCEPTED)
                line.send(frames.ANSWER, json.dumps(self._tell()).encode())
            case Stop():
                line.send(frames.ACCEPTED)
                self.leave()
                line.send(frames.ANSWER)
            case Submit() | Judge():
                reason = self.service.why_not(order) if order.course == self.token else "another course"
                if reason or self._leaving:
                    line.send(frames.DECLINED, reason.encode(errors="replace"))
                    return
                line.send(frames.ACCEPTED)
                if isinstance(order, Submit):
                    line.send(frames.EXIT, bytes([self.service.submit(order, data, line)]))
                else:
                    line.send(frames.ANSWER, self.service.judge(order, data, line))
                self._used = time.time()

    def _tell(self) -> dict[str, Any]:
        return {
            "pid": os.getpid(),
            "since": self._began,
            "idle_s": 0.0 if len(self._lines) > 1 else round(time.time() - self._used, 1),
            "leaves_after_s": self.idle_s,
            "busy": len(self._lines) - 1,
            **self.service.tell(),
        }
