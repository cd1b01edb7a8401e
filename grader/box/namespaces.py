"""Namespaces of a process that is already running: what the judge leaves, and whether a box really is in its own."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from grader.box.limits import read_proc
from grader.errors import IsolationError
from grader.zygote.clone import count_threads
from grader.zygote.kernel import Number, system_call

__all__ = ["check_own_namespaces", "leave_shared_namespaces", "name_host"]

_NEWIPC, _NEWUSER, _NEWNET = 0x8000000, 0x10000000, 0x40000000


def check_own_namespaces() -> None:
    """Make sure that this process is pid 1 of its own pid namespace and in a user namespace that maps few ids.

    Raises:
        IsolationError: it is not; the caller forgot `namespaces=True`.
    """
    if os.getpid() != 1:
        raise IsolationError("The box is not pid 1 of a pid namespace of its own.")
    mapped = read_proc("/proc/self/uid_map").split()
    if sum(map(int, mapped[2::3])) > 2:
        raise IsolationError("The box is not in a user namespace of its own.")


def name_host(name: str) -> None:
    """Set the host name of this UTS namespace.

    Raises:
        OSError: the kernel refused.
    """
    socket.sethostname(name)


def leave_shared_namespaces() -> None:
    """Move this single-threaded process into network and IPC namespaces of its own, where nothing can be reached.

    Ids keep their numbers. Root needs no user namespace for it and takes none; an ordinary user takes one in which
    their own id is the only one.

    Raises:
        OSError: the kernel refused.
        IsolationError: the process has more than one thread.
    """
    if count_threads() != 1:
        raise IsolationError("Namespaces can be left with one thread only.")
    if os.geteuid() == 0:
        try:
            system_call(Number.UNSHARE, _NEWNET | _NEWIPC)
        except PermissionError:  # root without CAP_SYS_ADMIN, as in a container: go the way of an ordinary user
            pass
        else:
            return
    uid, gid = os.geteuid(), os.getegid()
    system_call(Number.UNSHARE, _NEWUSER | _NEWNET | _NEWIPC)
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny", encoding="ascii")
    (own / "uid_map").write_text(f"{uid} {uid} 1\n", encoding="ascii")
    (own / "gid_map").write_text(f"{gid} {gid} 1\n", encoding="ascii")
