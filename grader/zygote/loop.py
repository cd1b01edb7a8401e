"""The zygote's own loop: fork on request, kill on a closed leash, reap and report. No threads."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

import msgspec

from grader.errors import GraderError
from grader.zygote.child import run_child
from grader.zygote.clone import clone, write_id_maps
from grader.zygote.protocol import Exited, Failed, Fork, Started, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Entry", "Handles", "serve_forks"]

Entry: TypeAlias = "Callable[[bytes, list[int]], None]"


@dataclass(frozen=True, slots=True)
class Handles:
    """What forking needs from the file system, opened before the warm-up may give the file system up."""

    nothing: int
    """/dev/null, open for reading and writing."""
    tasks: int
    """/proc/self/task."""
    maps: int
    """/proc/self/maps."""

    @classmethod
    def open(cls) -> Self:
        """Open all of them."""
        return cls(
            nothing=os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC),
            tasks=os.open("/proc/self/task", os.O_RDONLY | os.O_CLOEXEC),
            maps=os.open("/proc/self/maps", os.O_RDONLY | os.O_CLOEXEC),
        )


@dataclass(frozen=True, slots=True)
class _Running:
    pid: int
    pidfd: int
    leash: socket.socket
    namespaces: bool


def serve_forks(control: socket.socket, entry: Entry, handles: Handles) -> None:
    """Fork until the host closes `control`; then kill and reap every child, and return.

    Runs `entry` in each child, where it never returns.
    """
    poller = select.poll()
    poller.register(control, select.POLLIN)
    by_leash: dict[int, _Running] = {}
    by_pidfd: dict[int, _Running] = {}
    open_for_business = True
    while open_for_business or by_pidfd:
        for descriptor, _ in poller.poll():
            if descriptor == control.fileno():
                started, open_for_business = _take_request(control, entry, handles)
                if started is not None:
                    by_leash[started.leash.fileno()] = started
                    by_pidfd[started.pidfd] = started
                    poller.register(started.leash, select.POLLIN)
                    poller.register(started.pidfd, select.POLLIN)
                if not open_for_business:
                    poller.unregister(control)
                    for running in by_pidfd.values():
                        _kill(running)
            elif descriptor in by_pidfd:
                gone = by_pidfd.pop(descriptor)
                if by_leash.pop(gone.leash.fileno(), None) is not None:
                    poller.unregister(gone.leash)
                poller.unregister(descriptor)
                _reap(gone)
            elif descriptor in by_leash:
                # Hung up, or spoken on: either way its host has done with it. The exit is still reported.
                poller.unregister(descriptor)
                _kill(by_leash.pop(descriptor))


def _take_request(control: socket.socket, entry: Entry, handles: Handles) -> tuple[_Running | None, bool]:
    """Receive one request and fork for it; return the child, and whether the host is still there."""
    try:
        message, descriptors = receive(control)
    except OSError as error:
        # Out of descriptors: this request is lost, and its leash with it, which the host sees.
        return None, error.errno == errno.EMFILE
    except (EOFError, msgspec.MsgspecError):
        return None, False
    if not isinstance(message, Fork) or not descriptors:
        for descriptor in descriptors:
            os.close(descriptor)
        return None, False
    leash = socket.socket(fileno=descriptors[0])
    fds = descriptors[1:]
    try:
        return _fork(message, leash, fds, entry, handles), True
    except (OSError, GraderError) as error:
        with contextlib.suppress(OSError):
            send(leash, Failed(str(error)), flags=socket.MSG_DONTWAIT)
        leash.close()
        return None, True
    finally:
        for descriptor in fds:
            os.close(descriptor)


def _fork(message: Fork, leash: socket.socket, fds: list[int], entry: Entry, handles: Handles) -> _Running:
    """Fork; the child waits at a gate until its ids are mapped and its host knows of it.

    Raises:
        OSError: the kernel refused; no child is left.
    """
    gate, opener = os.pipe()
    try:
        pid, pidfd = clone(namespaces=message.namespaces, tasks=handles.tasks)
        if pid == 0:
            os.close(opener)
            plain = not message.namespaces
            run_child(entry, message.request, fds, gate=gate, nothing=handles.nothing, own_session=plain)
        running = _Running(pid, pidfd, leash, message.namespaces)
        try:
            if message.namespaces:
                write_id_maps(pid)
            send(leash, Started(pid), (pidfd,), socket.MSG_DONTWAIT)
            os.write(opener, b"+")
        except OSError:
            _kill(running)
            os.waitpid(pid, 0)
            os.close(pidfd)
            raise
        return running
    finally:
        os.close(gate)
        os.close(opener)


def _kill(running: _Running) -> None:
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(running.pidfd, signal.SIGKILL)


def _reap(gone: _Running) -> None:
    """Collect a dead child and tell its host; what it left running in its session dies first."""
    if not gone.namespaces:
        # The zombie still holds the number of the group, so this can't hit a stranger.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(gone.pid, signal.SIGKILL)
    _, status, usage = os.wait4(gone.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    report = Exited(
        code=code if code >= 0 else None,
        signal=-code if code < 0 else None,
        cpu_s=usage.ru_utime + usage.ru_stime,
        max_rss_kib=usage.ru_maxrss,
    )
    with contextlib.suppress(OSError):
        send(gone.leash, report, flags=socket.MSG_DONTWAIT)
    gone.leash.close()
    os.close(gone.pidfd)
