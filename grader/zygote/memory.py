"""Lay out a warm process's memory so that forks of it are cheap: whole huge pages, and no holes among what is shared.

A fork copies page tables, and then each page that it writes. A hole that `malloc` fills in a fork is such a write on a
page that was shared, so the holes are filled before; a huge page has one entry where small ones have 512.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os

from grader.zygote.kernel import Number, library, system_call

__all__ = ["freeze"]

_HUGE = 2 << 20
_MADV_COLLAPSE = 25
_SIZES = (*range(1 << 16, 1 << 12, -(1 << 12)), *range(1 << 12, 1 << 10, -256), *range(1 << 10, 8, -16))
"""Sizes of what fills the holes, largest first, down to the smallest piece that `malloc` has."""


class _Heap(ctypes.Structure):
    """`struct mallinfo2`."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"  # as malloc.h has them
        ).split()
    ]


def freeze(maps: int) -> None:
    """Collect garbage, fill the holes, keep the collector's hands off what is left, and gather it in huge pages.

    `maps` is this process's /proc/self/maps, opened before something, Landlock say, took /proc away.
    What the C library or the kernel does not offer is left out: it only costs time.
    """
    gc.collect()
    with contextlib.suppress(AttributeError):  # a C library other than glibc, or one before 2.33
        _fill_holes()
    gc.freeze()
    _gather(maps)


def _fill_holes() -> None:
    """Take every free piece of the heap for good; from here on `malloc` cuts from its top, which no fork shares."""
    libc = library()
    allocate, release, look, end = libc.malloc, libc.free, libc.mallinfo2, libc.sbrk
    allocate.restype = end.restype = ctypes.c_void_p
    allocate.argtypes, release.argtypes, end.argtypes = [ctypes.c_size_t], [ctypes.c_void_p], [ctypes.c_ssize_t]
    look.restype = _Heap
    top = end(0) - look().keepcost
    for size in _SIZES:
        while True:
            piece = allocate(size)
            if piece is None:
                return
            if piece >= top:
                release(piece)
                break


def _gather(maps: int) -> None:
    """Have the kernel put each 2 MiB of the heap on one page."""
    with os.fdopen(maps, encoding="utf-8", closefd=False) as text:
        lines = text.read().splitlines()
    for line in lines:
        fields = line.split()
        if fields[-1] == "[heap]":
            start, stop = (int(part, 16) for part in fields[0].split("-"))
            for place in range(-(-start // _HUGE) * _HUGE, stop - _HUGE + 1, _HUGE):
                with contextlib.suppress(OSError):
                    system_call(Number.MADVISE, place, _HUGE, _MADV_COLLAPSE)
