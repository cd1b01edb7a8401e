"""The host's end of a zygote: start it, fork, close it. Safe to use from many threads."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

import msgspec

from grader.errors import ZygoteError
from grader.zygote.leash import Child
from grader.zygote.protocol import LONGEST_MESSAGE, Begin, Failed, Fork, Message, Ready, Started, receive, send

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Zygote"]

_START_TIMEOUT_S = 120.0
_FORK_TIMEOUT_S = 30.0
_SESSION_TRIES, _SESSION_PAUSE_S = 20, 0.05

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
    # A fork copies page tables: huge pages, for Python's own objects too, make that half as dear.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "PYTHONMALLOC": "malloc",
    "MPLBACKEND": "Agg",
}


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
        niceness: int = 0,
    ) -> Zygote:
        """Start a zygote whose forks run `entry`, and wait until it is warm.

        `entry` names "module:function", called in each fork as function(request: bytes, fds: list[int]). `preload`
        names modules to import; `warm` names a function called once with `warm_argument`. The environment is scrubbed;
        `env` is added to it. Once warm, it and its forks yield the processor to whoever is less nice: a start that
        yields as well would never end on a machine that is busy for long.

        Raises:
            ZygoteError: an import or the warm-up failed; carries the traceback.
        """
        # Matplotlib writes its font cache while it warms up; by then it is in memory.
        with tempfile.TemporaryDirectory(prefix="grader-zygote-") as scratch:
            zygote = cls._launch({**_ENVIRONMENT, "MPLCONFIGDIR": scratch, **(env or {})})
            with _nice_afterwards(zygote.pid, niceness):
                zygote._warm(Begin(entry, tuple(preload), warm, warm_argument))  # noqa: SLF001 -- of this class
        return zygote

    @classmethod
    def _launch(cls, env: Mapping[str, str]) -> Self:
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        log = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by close()
        with theirs:
            process = subprocess.Popen(
                # Not -I: it would ignore the environment, which is ours alone.
                [sys.executable, "-P", "-s", "-m", "grader.zygote", str(theirs.fileno())],
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

    @property
    def alive(self) -> bool:
        """Whether the zygote still runs; once it does not, its children are dead or dying too."""
        if self._process.returncode is not None:
            return False
        try:  # not by `poll`, which says that a process runs while another thread looks at it
            return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        except ChildProcessError:
            return False

    def dies_within(self, seconds: float) -> bool:
        """Wait for the zygote to end; its sockets close a moment before it is gone."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def close(self) -> None:
        """Kill every child and end the zygote; may be called twice."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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


@contextlib.contextmanager
def _nice_afterwards(pid: int, niceness: int) -> Iterator[None]:
    """From the end of the block on the process yields the processor.

    Its session is a new one: where the kernel shares processors among sessions, that is told apart, by a file that is
    opened first, as the process may shut itself in.
    """
    if not niceness:
        yield
        return
    with contextlib.ExitStack() as stack:
        session: IO[bytes] | None = None
        with contextlib.suppress(OSError):
            session = stack.enter_context(Path(f"/proc/{pid}/autogroup").open("wb", buffering=0))
        yield
        with contextlib.suppress(ProcessLookupError):  # gone already: its first fork finds out
            os.setpriority(os.PRIO_PROCESS, pid, niceness)
        if session is not None:
            _write_patiently(session, niceness)


def _write_patiently(session: IO[bytes], niceness: int) -> None:
    """The kernel takes one such wish of ordinary users in a tenth of a second."""
    with contextlib.suppress(OSError):
        for _ in range(_SESSION_TRIES):
            if session.write(str(niceness).encode()) is not None:
                return
            time.sleep(_SESSION_PAUSE_S)
