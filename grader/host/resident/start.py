"""Reaching a course's resident, and starting one in the background where there is none."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from grader.course.state import state_folder
from grader.host.resident.client import Unserved, connect, send_order
from grader.host.resident.place import is_wanted, open_folder, token_of

if TYPE_CHECKING:
    from _socket import socket
    from pathlib import Path

__all__ = ["ask"]

PROCESS = "grader.cli.resident"
"""The module that a resident runs."""
_START_S = 15.0
"""So long a new one may take until it listens; it is warm only later."""
_LOOK_S = 0.02
_started: list[subprocess.Popen[bytes]] = []
"""Kept, so that none is waited for or warned of when this command ends."""


def ask(root: Path, floor: str | None, order: dict[str, Any], data: bytes) -> socket:
    """Send an order to the course's resident, to a new one where the old one is leaving; the connection to its answer.

    Raises:
        Unserved: nobody took it, so nothing was done.
    """
    for last in (False, True):
        resident, token = _reach(root, floor)
        try:
            send_order(resident, json.dumps(order | {"course": token}).encode(), data)
        except Unserved as error:
            resident.close()
            if last or error.why not in ("stale", "lost"):
                raise
            continue
        return resident
    raise AssertionError


def _reach(root: Path, floor: str | None) -> tuple[socket, str]:
    """A connection to the resident of the course in `root`, a new one if need be, and its name there.

    Raises:
        Unserved: none may be used, or a new one did not start in time.
    """
    if not is_wanted():
        raise Unserved("absent")
    token = token_of(str(root), floor)
    try:
        folder = open_folder(str(state_folder()), make=True)
    except OSError:
        raise Unserved("absent") from None
    try:
        with contextlib.suppress(Unserved):
            return connect(folder, token), token
        return _start(folder, token, root, floor), token
    finally:
        os.close(folder)


def _start(folder: int, token: str, root: Path, floor: str | None) -> socket:
    command = [sys.executable, "-P", "-m", PROCESS, str(root), *([floor] if floor else [])]
    log = os.open(f"{token}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600, dir_fd=folder)
    try:
        process = subprocess.Popen(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
    except OSError:
        raise Unserved("absent") from None
    finally:
        os.close(log)
    _started.append(process)
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        with contextlib.suppress(Unserved):
            return connect(folder, token)
        if process.poll():  # 0: another command's was faster, and will listen soon
            break
        time.sleep(_LOOK_S)
    raise Unserved("absent")
