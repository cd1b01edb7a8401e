"""One clone(2) that forks this single-threaded process, into new namespaces if asked."""

from __future__ import annotations

import ctypes
import os
from functools import cache
from pathlib import Path

from grader.errors import ZygoteError
from grader.zygote.kernel import Number, control_process, library, system_call

__all__ = ["FIRST_UNUSED_ID", "INNER_ID", "clone", "count_threads", "write_id_maps"]

INNER_ID = 1000
"""The user and group that the child ends as, in its own user namespace."""

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_ALL_NAMESPACES = _NEWNS | _NEWUTS | _NEWIPC | _NEWUSER | _NEWPID | _NEWNET
_CLONE_PIDFD, _CHILD_CLEARTID, _CHILD_SETTID, _SIGCHLD = 0x1000, 0x200000, 0x1000000, 17
_PR_GET_TID_ADDRESS = 40

# Nobody uses ids from 0x70000000 on (systemd's table of uid ranges): a box shares its id with no daemon, no other box.
FIRST_UNUSED_ID = 0x70000000
_NOBODY = 65534


def count_threads(tasks: int | None = None) -> int:
    """Return how many threads this process has.

    `tasks` is its /proc/self/task, opened before something, Landlock say, took /proc away.
    """
    # The link count of a folder in /proc is 2 and one more for each folder in it.
    return os.stat("/proc/self/task" if tasks is None else tasks).st_nlink - 2  # noqa: PTH116 -- may be a descriptor


def clone(*, namespaces: bool, tasks: int | None = None) -> tuple[int, int]:
    """Fork; return (pid, pidfd) in the parent and (0, -1) in the child.

    With `namespaces` the child is pid 1 of new user, pid, mount, network, IPC and UTS namespaces and has every
    capability there; `write_id_maps` must follow. One call costs 4 ms less than unshare and a second fork. `tasks`
    is as in `count_threads`.

    Raises:
        OSError: the kernel refused.
        ZygoteError: this process has more than one thread, so a fork could inherit a lock that nobody frees.
    """
    threads = count_threads(tasks)
    if threads != 1:
        raise ZygoteError(f"The zygote has {threads} threads; it must have one when it forks.")
    flags = _SIGCHLD | _CLONE_PIDFD | (_ALL_NAMESPACES if namespaces else 0)
    tid_address = _find_tid_address()
    if tid_address:
        flags |= _CHILD_SETTID | _CHILD_CLEARTID
    pidfd = ctypes.c_int(-1)
    interpreter = library()
    interpreter.PyOS_BeforeFork()
    try:
        pid = system_call(Number.CLONE, flags, 0, ctypes.addressof(pidfd), tid_address, 0)
    except OSError:
        interpreter.PyOS_AfterFork_Parent()
        raise
    if pid == 0:
        interpreter.PyOS_AfterFork_Child()
        return 0, -1
    interpreter.PyOS_AfterFork_Parent()
    return pid, pidfd.value


@cache
def _find_tid_address() -> int:
    """Return where glibc keeps the thread id, so that the kernel refreshes it in the child as fork(3) would; else 0."""
    address = ctypes.c_ulong(0)
    try:
        control_process(_PR_GET_TID_ADDRESS, ctypes.addressof(address))
    except OSError:
        return 0
    return address.value


def write_id_maps(pid: int) -> None:
    """Map ids into the child's user namespace.

    Root maps 0 to itself, for mounting, and `INNER_ID` to an id that nobody uses; an ordinary user can map their own
    id only, and it becomes `INNER_ID`.

    Raises:
        OSError: the kernel refused.
    """
    if os.geteuid() == 0:
        outer = _choose_unused_id(pid)
        lines = "0 0 1\n" if outer is None else f"0 0 1\n{INNER_ID} {outer} 1\n"
        _write(f"/proc/{pid}/uid_map", lines)
        _write(f"/proc/{pid}/gid_map", lines)
        return
    _write(f"/proc/{pid}/setgroups", "deny")
    _write(f"/proc/{pid}/uid_map", f"{INNER_ID} {os.geteuid()} 1\n")
    _write(f"/proc/{pid}/gid_map", f"{INNER_ID} {os.getegid()} 1\n")


def _write(path: str, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(handle, text.encode())
    finally:
        os.close(handle)


@cache
def _mapped_ids() -> tuple[tuple[int, ...], ...]:
    """This namespace's ids: first inside, first outside, count."""
    return tuple(tuple(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text().splitlines())


def _choose_unused_id(pid: int) -> int | None:
    """Return an unprivileged id that this namespace has, or None in a container that maps only a few."""
    for wanted in (FIRST_UNUSED_ID + pid, _NOBODY):
        if any(first <= wanted < first + count for first, _, count in _mapped_ids()):
            return wanted
    return None
