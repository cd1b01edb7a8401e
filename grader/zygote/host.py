"""The host's end: start a zygote, fork children, watch and kill them. Safe to use from many threads."""

from __future__ import annotations

import contextlib
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from os import close as close_descriptor
from typing import IO, TYPE_CHECKING, Self

import msgspec

from grader.errors import ZygoteError
from grader.zygote.protocol import LONGEST_MESSAGE, Begin, Exited, Failed, Fork, Message, Ready, Started, receive, send

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

__all__ = ["Child", "Exit", "Zygote"]

_START_TIMEOUT_S = 120.0
_FORK_TIMEOUT_S = 30.0

# Threads before a fork hang the first matmul after it, so every thread pool is told to have one thread.
# A malloc arena reserves 64 MiB of address space, which RLIMIT_AS counts: a few threads must not use up a box's memory.
_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MPLBACKEND": "Agg",
}


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
                close_descriptor(self.pidfd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Zygote:
    """A warm process that forks on request; made by `Zygote.start`, ended by `close`."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket, log: IO[bytes]) -> None:
        self._process = process
        self._control = control
        self._log = log
        self.pid = process.pid

    @classmethod
    def start(
        cls,
        entry: str,
        *,
        preload: Sequence[str],
        warm: str | None = None,
        warm_argument: bytes = b"",
        env: Mapping[str, str] | None = None,
    ) -> Zygote:
        """Start a zygote whose forks run `entry`, and wait until it is warm.

        `entry` names "module:function", called in each fork as function(request: bytes, fds: list[int]). `preload`
        names modules to import; `warm` names a function called once with `warm_argument`. The environment is scrubbed;
        `env` is added to it.

        Raises:
            ZygoteError: an import or the warm-up failed; carries the traceback.
        """
        # Matplotlib writes its font cache while it warms up; by then it is in memory.
        with tempfile.TemporaryDirectory(prefix="grader-zygote-") as scratch:
            zygote = cls._launch({**_ENVIRONMENT, "MPLCONFIGDIR": scratch, **(env or {})})
            zygote._warm(Begin(entry, tuple(preload), warm, warm_argument))  # noqa: SLF001 -- of this class
        return zygote

    @classmethod
    def _launch(cls, env: Mapping[str, str]) -> Self:
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        log = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by close()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-I", "-m", "grader.zygote", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
                env=env,
                cwd="/",
            )
        return cls(process, control, log)

    def _warm(self, begin: Begin) -> None:
        """Have the zygote import and warm up; end it if that fails."""
        try:
            self._control.settimeout(_START_TIMEOUT_S)
            send(self._control, begin)
            message, _ = receive(self._control)
            self._control.settimeout(_FORK_TIMEOUT_S)
        except (EOFError, OSError, msgspec.MsgspecError) as error:
            reason = self._end()
            raise ZygoteError(f"The zygote for {begin.entry} did not start: {reason or repr(error)}") from error
        if not isinstance(message, Ready):
            self._end()
            raise ZygoteError(f"The zygote for {begin.entry} did not start: {_reason(message)}")

    def fork(self, request: bytes, fds: Sequence[int], *, namespaces: bool) -> Child:
        """Fork a child that runs the entry with `request` and copies of `fds`; with `namespaces`, in new ones.

        `request` has at most 64 KiB. The child holds no other descriptor; 0, 1 and 2 are /dev/null.

        Raises:
            ZygoteError: the zygote is gone, or the kernel refused the fork.
        """
        if len(request) > LONGEST_MESSAGE:
            raise ZygoteError(f"A request of {len(request)} bytes is too long; at most {LONGEST_MESSAGE}.")
        leash, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                send(self._control, Fork(request, namespaces), (theirs.fileno(), *fds))
            leash.settimeout(_FORK_TIMEOUT_S)
            message, received = receive(leash)
        except (EOFError, OSError, msgspec.MsgspecError) as error:
            leash.close()
            raise ZygoteError(f"The zygote did not fork: {self._read_log() or repr(error)}") from error
        if not isinstance(message, Started) or len(received) != 1:
            leash.close()
            raise ZygoteError(f"The zygote did not fork: {_reason(message)}")
        leash.settimeout(None)
        return Child(message.pid, received[0], leash)

    def close(self) -> None:
        """Kill every child and end the zygote; may be called twice."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _end(self) -> str:
        if self._log.closed:
            return ""
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        text = self._read_log()
        self._log.close()
        return text

    def _read_log(self) -> str:
        """Return the end of what the zygote wrote on stderr."""
        if self._log.closed:
            return "it is closed"
        self._log.seek(0)
        return self._log.read()[-2000:].decode(errors="replace").strip()


def _reason(message: Message) -> str:
    return message.reason if isinstance(message, Failed) else f"it answered {type(message).__name__}"
