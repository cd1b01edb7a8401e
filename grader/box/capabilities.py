"""Give up privileges for good: user, groups, capabilities, and the hope of new ones."""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from grader.zygote.kernel import Number, control_process, system_call

__all__ = ["become", "drop_bounding_set", "drop_capabilities", "forbid_new_privileges"]

_PR_CAPBSET_DROP, _PR_SET_SECUREBITS, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 24, 28, 38, 47
_AMBIENT_CLEAR_ALL = 4
_CAP_SETPCAP = 8
# NOROOT and NO_CAP_AMBIENT_RAISE, set and locked, and KEEP_CAPS locked off: being id 0 gives nothing.
_SECUREBITS = 0b11 | 0b11 << 6 | 1 << 5
_VERSION_3 = 0x20080522
_SETS_BYTES = 24


def become(uid: int, gid: int) -> None:
    """Become an ordinary user; root also leaves its supplementary groups, which others may not.

    Raises:
        OSError: the kernel refused.
    """
    if os.geteuid() == 0:
        os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def drop_bounding_set() -> None:
    """Empty the bounding set and lock the secure bits, where this process holds CAP_SETPCAP; comes before `become`.

    Without that capability there is nothing to bound: such a process can't gain one under no_new_privs.

    Raises:
        OSError: the kernel refused.
    """
    if not _holds(_CAP_SETPCAP):
        return
    for capability in range(64):
        try:
            control_process(_PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            break  # past the last capability that this kernel knows
    control_process(_PR_SET_SECUREBITS, _SECUREBITS)


def drop_capabilities() -> None:
    """Empty the ambient, effective, permitted and inheritable sets.

    Raises:
        OSError: the kernel refused.
    """
    control_process(_PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL)
    system_call(Number.CAPSET, _header(), ctypes.create_string_buffer(_SETS_BYTES))


def forbid_new_privileges() -> None:
    """Set no_new_privs: no program that this process may start can raise it.

    Raises:
        OSError: the kernel refused.
    """
    control_process(_PR_SET_NO_NEW_PRIVS, 1)


def _holds(capability: int) -> bool:
    held = ctypes.create_string_buffer(_SETS_BYTES)
    system_call(Number.CAPGET, _header(), held)
    effective: int = struct.unpack_from("=I", held.raw)[0]
    return bool(effective >> capability & 1)


def _header() -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(struct.pack("=Ii", _VERSION_3, 0), 8)
