"""The host's hold on one child: watch it, kill it, let go of it. Safe to use from many threads."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import threading
from dataclasses import dataclass
from typing import Self

import msgspec

from grader.errors import ZygoteError
from grader.zygote.protocol import Exited, receive

__all__ = ["Child", "Exit"]


@dataclass(frozen=True, slots=True)
class Exit:
    """How a child ended: `code` or `signal` is set, the other is None.

    As pid 1 of its namespace a child that calls abort() ends with SIGSEGV: the kernel drops the SIGABRT.
    """

    code: int | None
    signal: int | None
    cpu_s: float
    max_rss_kib: int
    """Largest resident size; what it shares with the zygote is counted too."""


class Child:
    """One fork of a zygote, held by a leash: when the leash closes, the zygote kills the child and all it started."""

    def __init__(self, pid: int, pidfd: int, leash: socket.socket) -> None:
        self.pid = pid
        """As this process sees it; inside its namespace the child may be pid 1."""
        self.pidfd = pidfd
        self._leash = leash
        self._lock = threading.Lock()
        self._exit: Exit | None = None
        self._closed = False

    def kill(self) -> None:
        """Kill the child and all it started; does nothing when it is gone. `wait` still tells how it ended."""
        with self._lock:
            if self._closed:
                return
            with contextlib.suppress(ProcessLookupError, PermissionError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
            with contextlib.suppress(OSError):
                self._leash.shutdown(socket.SHUT_WR)

    def wait(self, timeout_s: float | None) -> Exit | None:
        """Wait for the child to end; return None if it still runs after `timeout_s` seconds (None: for ever).

        Raises:
            ZygoteError: the zygote died, and the child with it.
        """
        if self._exit is None and not self._closed:
            poller = select.poll()
            poller.register(self._leash, select.POLLIN)
            if not poller.poll(None if timeout_s is None else max(0, round(timeout_s * 1000))):
                return None
            with self._lock:
                if self._exit is None:
                    self._exit = self._read_exit()
        if self._exit is None:
            raise ZygoteError("The child was closed before it ended.")
        return self._exit

    def _read_exit(self) -> Exit:
        try:
            message, _ = receive(self._leash)
        except (EOFError, OSError, msgspec.MsgspecError) as error:
            raise ZygoteError("The zygote died and took its children with it.") from error
        if not isinstance(message, Exited):
            raise ZygoteError(f"The zygote answered {type(message).__name__} where an exit was due.")
        return Exit(message.code, message.signal, message.cpu_s, message.max_rss_kib)

    def close(self) -> None:
        """Kill the child if it runs and let go of it."""
        self.kill()
        with self._lock:
            if not self._closed:
                self._closed = True
                self._leash.close()
                os.close(self.pidfd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
