"""System calls that Python's `os` lacks, made through libc with the errno checked."""

from __future__ import annotations

import ctypes
import os
import platform
from typing import TypeAlias

from grader.errors import IsolationError

__all__ = ["Argument", "Number", "control_process", "library", "system_call"]

Argument: TypeAlias = int | bytes | ctypes.Array[ctypes.c_char] | None


class Number:
    """x86-64 numbers of the calls made here; allow-lists have a table of their own."""

    MADVISE = 28
    CLONE = 56
    CAPGET = 125
    CAPSET = 126
    PIVOT_ROOT = 155
    PRCTL = 157
    MOUNT = 165
    UMOUNT2 = 166
    UNSHARE = 272
    SECCOMP = 317
    MOUNT_SETATTR = 442
    LANDLOCK_CREATE_RULESET = 444
    LANDLOCK_ADD_RULE = 445
    LANDLOCK_RESTRICT_SELF = 446


_NONE = (0,) * 6
_loaded: list[ctypes.PyDLL] = []


def library() -> ctypes.PyDLL:
    """Return libc and the interpreter as one library whose calls keep the GIL.

    Raises:
        IsolationError: the machine is not Linux on x86-64.
    """
    if not _loaded:
        if platform.system() != "Linux" or platform.machine() != "x86_64":
            raise IsolationError(
                f"This machine is {platform.system()} on {platform.machine()}; the sandbox needs Linux on x86-64.",
                "Grade on an x86-64 machine, or lower the floor with --isolation none on a machine of your own.",
            )
        loaded = ctypes.PyDLL(None, use_errno=True)
        # Six words whatever the call takes: a pointer is a word, and so is an integer, negative ones too.
        loaded.syscall.restype, loaded.syscall.argtypes = ctypes.c_long, [ctypes.c_long] + [ctypes.c_void_p] * 6
        _loaded.append(loaded)
    return _loaded[0]


def system_call(number: int, *arguments: Argument) -> int:
    """Make one system call and return its result.

    Raises:
        OSError: the call failed; carries the errno.
        IsolationError: the machine is not Linux on x86-64.
    """
    result: int = library().syscall(number, *(arguments + _NONE)[:6])
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def control_process(option: int, *values: int) -> int:
    """Call prctl(2); unused arguments are zero, as newer options demand.

    Raises:
        OSError: the kernel refused.
    """
    return system_call(Number.PRCTL, option, *values)
