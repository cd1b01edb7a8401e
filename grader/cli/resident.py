"""The resident process: `python -m grader.cli.resident COURSE [FLOOR]`, started by the first command that judges."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from grader.host.resident.freshness import Freshness

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["IDLE", "main"]

IDLE = "GRADER_RESIDENT_IDLE_S"
"""The environment variable that says after how many seconds without work it leaves."""
_IDLE_S = 900.0
_TRIES = 20


def main(arguments: Sequence[str]) -> int:
    """Serve a course until there was nothing to do for long; 0 also when another process serves it already."""
    root, floor = Path(arguments[0]), arguments[1] if len(arguments) > 1 else None
    freshness = Freshness(root)  # before the rest is imported, so that no change of it goes unseen
    from grader.course.state import state_folder
    from grader.host.resident.place import address, open_folder, token_of
    from grader.host.resident.server import Server, take_seat

    folder, token = open_folder(str(state_folder()), make=True), token_of(str(root), floor)
    seat = take_seat(folder, token)
    for _ in range(_TRIES):
        if seat is not None or Path(address(folder, token)).exists():
            break
        time.sleep(0.1)  # the one that has it listens no more, or not yet
        seat = take_seat(folder, token)
    if seat is None:
        return 0
    os.ftruncate(2, 0)  # the log is of the one that is seated
    logging.getLogger("grader").addHandler(logging.StreamHandler())
    from grader.cli.clerk import Clerk
    from grader.cli.warm import warm_up

    with Clerk.open(root, floor, freshness) as clerk:
        server = Server(folder, token, seat, clerk, clerk.is_stale, _read_idle())
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: server.leave())
        threading.Thread(target=warm_up, daemon=True).start()
        server.run()
    return 0


def _read_idle() -> float:
    try:
        return max(0.1, float(os.environ.get(IDLE, "")))
    except ValueError:
        return _IDLE_S


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
