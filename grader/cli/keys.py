"""Single keys from the terminal, as they are pressed; the terminal is left as it was found."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Keys", "open_keys"]


class Keys:
    """No keys: stdin is no terminal, or this process is in the background."""

    there = False
    """Can a key be pressed?"""

    def read(self, timeout_s: float) -> str:
        """The key that was pressed within this time, in small; empty if none was."""
        import time

        time.sleep(timeout_s)
        return ""

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """Give the terminal back for a while, to a command that may ask or be interrupted."""
        yield


@contextmanager
def open_keys() -> Iterator[Keys]:
    """The keys of this process's terminal, until the block ends however it ends."""
    if sys.stdin is None or not sys.stdin.isatty():
        yield Keys()
    elif sys.platform == "win32":
        yield _WindowsKeys()
    else:
        descriptor = sys.stdin.fileno()
        if os.tcgetpgrp(descriptor) != os.getpgrp():  # changing the terminal from the background stops a process
            yield Keys()
            return
        keys = _PosixKeys(descriptor)
        try:
            with keys.woken_up():
                keys.take()
                yield keys
        finally:
            keys.restore()


class _WindowsKeys(Keys):
    there = True

    def read(self, timeout_s: float) -> str:
        import msvcrt
        import time

        end = time.monotonic() + timeout_s
        while True:
            if msvcrt.kbhit():  # type: ignore[attr-defined]
                key: str = msvcrt.getwch()  # type: ignore[attr-defined]
                return key.lower()
            if time.monotonic() >= end:
                return ""
            time.sleep(min(timeout_s, 0.02))


class _PosixKeys(Keys):
    there = True

    def __init__(self, descriptor: int) -> None:
        import termios

        self._descriptor = descriptor
        self._found = termios.tcgetattr(descriptor)

    def take(self) -> None:
        """Keys come at once and are not shown; Ctrl-C and Ctrl-Z work as ever."""
        import termios
        import tty

        tty.setcbreak(self._descriptor, termios.TCSANOW)

    def restore(self) -> None:
        """As it was found; what was typed ahead is thrown away."""
        import termios

        with suppress(termios.error, OSError):  # the terminal is gone
            termios.tcsetattr(self._descriptor, termios.TCSAFLUSH, self._found)

    @contextmanager
    def woken_up(self) -> Iterator[None]:
        """A shell that had stopped us may have changed the terminal."""
        import signal

        before = signal.signal(signal.SIGCONT, lambda *_: self.take())
        try:
            yield
        finally:
            signal.signal(signal.SIGCONT, before)

    def read(self, timeout_s: float) -> str:
        import select

        if not select.select([self._descriptor], [], [], timeout_s)[0]:
            return ""
        pressed = os.read(self._descriptor, 64)
        return pressed[:1].decode("ascii", "replace").lower() if pressed else "q"  # the terminal was closed

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        self.restore()
        try:
            yield
        finally:
            self.take()
