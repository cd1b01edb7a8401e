"""Whose claim is it, and is that process still there? A claim of the dead is free at once, without waiting."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

__all__ = ["is_gone", "this_process"]


def this_process() -> str:
    """Name this process so that no later one can be taken for it: boot, pid namespace, pid, start time.

    Empty where /proc can't tell; then only the lease's end frees a claim.
    """
    return _describe(os.getpid())


def is_gone(owner: str | None) -> bool:
    """True only when the owner surely runs no more: the machine was started again, or its pid is free or another's.

    A process of another pid namespace can't be seen from here; it is left to the end of its lease.
    """
    if not owner or not _boot():
        return False
    try:
        boot, namespace, pid, _start = owner.split("/")
    except ValueError:
        return False
    if boot != _boot():
        return True
    if namespace != _namespace():
        return False
    return _describe(int(pid)) != owner


@cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


@cache
def _namespace() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink()).strip("pid:[]")
    except OSError:
        return ""


def _describe(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    # The second field is the program's name in brackets and may hold anything, so count from its end.
    fields = stat.rpartition(")")[2].split()
    if fields[0] in "ZX":
        return ""
    return f"{_boot()}/{_namespace()}/{pid}/{fields[19]}"
