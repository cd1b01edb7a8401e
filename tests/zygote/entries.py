"""Entries that the zygote's tests run in forks."""

import os
import signal  # noqa: F401
import sys  # noqa: F401
import time
from pathlib import Path  # noqa: F401

_WARMED = []


def warm(argument: bytes) -> None:
    _WARMED.append(argument)


def break_down(argument: bytes) -> None:
    raise RuntimeError(f"the warm-up met {argument!r}")


def start_thread(argument: bytes) -> None:
    import threading

    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def echo(request: bytes, fds: list[int]) -> None:
    os.write(fds[0], request)


def obey(request: bytes, fds: list[int]) -> None:
    """Run the request as Python with `fds`, `out` (write text to fds[0]) in scope."""
    space = {"fds": fds, "out": lambda value: os.write(fds[0], repr(value).encode())}
    exec(request.decode(), {**globals(), **space})


def die(argument: bytes) -> None:
    os.write(2, argument)
    os._exit(1)
