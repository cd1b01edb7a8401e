"""Which residents this user has, whatever their course; and ending them."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.course.state import state_folder
from grader.errors import UsageError
from grader.host.resident import frames
from grader.host.resident.client import Unserved, connect, send_order
from grader.host.resident.place import open_folder

if TYPE_CHECKING:
    from _socket import socket
    from collections.abc import Iterator

__all__ = ["Resident", "list_residents", "stop_residents"]

_LEAVE_S = 5.0
"""After this one that is still busy, or hangs, is killed: what it was grading is graded by the next command."""


@dataclass(frozen=True, slots=True)
class Resident:
    """One resident process. `facts` are what it says of itself, None when it does not answer."""

    pid: int
    facts: dict[str, Any] | None


def list_residents() -> tuple[Resident, ...]:
    """Every resident of this user's state folder."""
    found = []
    for line in _connections():
        with contextlib.closing(line[0]) as resident:
            found.append(Resident(frames.peer(resident)[0], _ask(resident, line[1], "status")))
    return tuple(found)


def stop_residents() -> tuple[int, ...]:
    """End them all, and wait until they are gone; their pids."""
    ended = []
    for resident, token in _connections():
        with contextlib.closing(resident):
            pid = frames.peer(resident)[0]
            try:
                handle = os.pidfd_open(pid)  # while the connection stands this is no other process
            except ProcessLookupError:
                continue
            _ask(resident, token, "stop")
        _see_off(handle)
        ended.append(pid)
    return tuple(ended)


def _connections() -> Iterator[tuple[socket, str]]:
    try:
        folder = open_folder(str(state_folder()))
    except (OSError, UsageError):
        return
    try:
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - a descriptor has no path
            if name.endswith(".sock"):
                with contextlib.suppress(Unserved):
                    yield connect(folder, name.removesuffix(".sock")), name.removesuffix(".sock")
    finally:
        os.close(folder)


def _ask(resident: socket, token: str, what: str) -> dict[str, Any] | None:
    try:
        send_order(resident, json.dumps({"type": what, "course": token}).encode(), b"")
        kind, told = frames.read_frame(resident)
        facts = json.loads(told or b"{}") if kind == frames.ANSWER else None
    except (Unserved, OSError, EOFError, ValueError):
        return None
    return facts if isinstance(facts, dict) else None


def _see_off(handle: int) -> None:
    """Wait for a process to end, and kill it when it does not."""
    try:
        if not select.select([handle], [], [], _LEAVE_S)[0]:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            select.select([handle], [], [], _LEAVE_S)
    finally:
        os.close(handle)
