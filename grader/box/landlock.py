"""Landlock: which files a process may still reach; and no TCP, no abstract socket, no signal to others."""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from typing import TYPE_CHECKING

from grader.box.capabilities import forbid_new_privileges
from grader.zygote.kernel import Number, system_call

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["find_landlock_version", "restrict_files"]

_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_FIRST_VERSION = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_MAKE_CHAR, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK = 1 << 6, 1 << 9, 1 << 10, 1 << 11
_EXECUTE, _MAKE_SYM = 1 << 0, 1 << 12

_READ = _READ_FILE | _READ_DIR
_NEVER = _EXECUTE | _MAKE_CHAR | _MAKE_SOCK | _MAKE_FIFO | _MAKE_BLOCK | _MAKE_SYM | _IOCTL_DEV
_FOR_FILES = _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


def find_landlock_version() -> int:
    """Return the ABI version of this kernel's Landlock; 0 where there is none."""
    try:
        return system_call(Number.LANDLOCK_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION)
    except OSError:
        return 0


def restrict_files(readable: Iterable[str], writable: Iterable[str], *, devices: Iterable[str] = ()) -> None:
    """Take from this process every file but these, for good; what is open stays open. Sets no_new_privs.

    Folders stand for all below them. `writable` may be read, and regular files and folders be made there; nothing can
    be executed. `devices` may be read, written and controlled by ioctl. With Landlock 4 TCP is refused, with 6 abstract
    sockets and signals to processes outside.

    Raises:
        OSError: the kernel has no Landlock, or a path does not exist.
    """
    version = system_call(Number.LANDLOCK_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION)
    handled = _FIRST_VERSION
    handled |= _REFER if version >= 2 else 0
    handled |= _TRUNCATE if version >= 3 else 0
    handled |= _IOCTL_DEV if version >= 5 else 0
    ruleset = _create_ruleset(handled, version)
    try:
        for path in readable:
            _allow(ruleset, path, handled & _READ)
        for path in writable:
            _allow(ruleset, path, handled & ~_NEVER)
        for path in devices:
            _allow(ruleset, path, handled & (_READ | _WRITE_FILE | _IOCTL_DEV))
        forbid_new_privileges()
        system_call(Number.LANDLOCK_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _create_ruleset(handled: int, version: int) -> int:
    attributes = struct.pack("=Q", handled)
    if version >= 4:
        attributes += struct.pack("=Q", _TCP)
    if version >= 6:
        attributes += struct.pack("=Q", _ABSTRACT_SOCKETS_AND_SIGNALS)
    return system_call(Number.LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            rights &= _FOR_FILES
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, beneath), 12)
        system_call(Number.LANDLOCK_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(beneath)
