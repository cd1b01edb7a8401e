"""Resource limits of a box."""

from __future__ import annotations

import contextlib
import math
import os
import resource

__all__ = ["limit_resources", "prefer_as_victim", "read_address_space", "read_proc"]

_MOST_FILES = 128
_MOST_THREADS = 64
_PAGE = resource.getpagesize()


def read_proc(path: str) -> str:
    """Return what the kernel says in one small file, as a fresh fork does best: with few objects touched.

    Raises:
        OSError: it can't be read.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(handle, 4096).decode("ascii")
    finally:
        os.close(handle)


def read_address_space() -> int:
    """Return the bytes of address space that this process has; needs /proc."""
    return int(read_proc("/proc/self/statm").split()[0]) * _PAGE


def prefer_as_victim() -> None:
    """Have the kernel kill this process before the zygote when memory runs out."""
    # A preference, not a wall: the limits below hold without it.
    with contextlib.suppress(OSError):
        handle = os.open("/proc/self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(handle, b"1000")
        finally:
            os.close(handle)


def limit_resources(
    *, address_space: int | None, data: int | None, cpu_s: float, file_size: int, threads: bool
) -> None:
    """Set the limits, soft and hard at once; None leaves that one unlimited.

    `address_space`, `data` (private writable memory) and `file_size` are bytes. `threads` limits their number too,
    which needs a user id or a user namespace of the box's own: the kernel counts by user. A limit that is lower
    already stays.

    Raises:
        OSError: the kernel refused.
    """
    # As pid 1 a box would not die of SIGXCPU; at the hard limit the kernel sends SIGKILL, which pid 1 does die of.
    _lower(resource.RLIMIT_CPU, max(1, math.ceil(cpu_s)))
    _lower(resource.RLIMIT_FSIZE, file_size)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, _MOST_FILES)
    _lower(resource.RLIMIT_MEMLOCK, 0)
    _lower(resource.RLIMIT_MSGQUEUE, 0)
    if threads:
        _lower(resource.RLIMIT_NPROC, _MOST_THREADS)
    if data is not None:
        _lower(resource.RLIMIT_DATA, data)
    if address_space is not None:
        _lower(resource.RLIMIT_AS, address_space)


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))
