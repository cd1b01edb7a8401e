"""Where residents listen: sockets in a folder of the user's own. Imports little, for commands that must be quick."""

from __future__ import annotations

import binascii
import os
import stat
import sys

__all__ = ["SWITCH", "address", "is_wanted", "open_folder", "quick_state", "token_of"]

SWITCH = "GRADER_RESIDENT"
"""The environment variable that is `off` where commands shall do everything themselves."""
_STORE = "GRADER_STORE"
"""As `grader.host.state` has it."""
_FOLDER = "resident"
_CODE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - see above


def is_wanted() -> bool:
    """May this command use a resident, and start one?"""
    return sys.platform == "linux" and os.environ.get(SWITCH, "") != "off"


def token_of(root: str, floor: str | None) -> str:
    """The name under which a course is registered: another grader, interpreter, store or floor has its own."""
    store = os.environ.get(_STORE, "")
    told = "\0".join([os.path.realpath(root), floor or "", _CODE, sys.prefix, sys.version, store]).encode(
        errors="replace"
    )
    return f"{binascii.crc32(told):08x}{binascii.crc32(told[::-1]):08x}"


def quick_state() -> str:
    """Where the state folder is, as `grader.course.state` has it; where that differs, no resident is found."""
    named = os.environ.get("GRADER_STATE")
    if named:
        return os.path.abspath(named)  # noqa: PTH100 - pathlib is slow to import
    base = os.environ.get("XDG_STATE_HOME", "").strip()
    return os.path.join(base or os.path.expanduser("~/.local/state"), "grader")  # noqa: PTH111, PTH118 - the same


def open_folder(state: str, *, make: bool = False) -> int:
    """A descriptor of the folder of sockets, which is ours and nobody else's to enter.

    Raises:
        OSError: it is not there, is a link, or is not so.
    """
    path = os.path.join(state, _FOLDER)  # noqa: PTH118 - as above
    if make:
        try:  # noqa: SIM105 - contextlib is slow to import
            os.mkdir(path, 0o700)  # noqa: PTH102 - as above
        except FileExistsError:
            pass
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    found = os.fstat(folder)
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        os.close(folder)
        raise PermissionError(f"{path} is not private")
    return folder


def address(folder: int, token: str) -> str:
    """What to bind or connect to: through the checked folder, however long its path is."""
    return f"/proc/self/fd/{folder}/{token}.sock"
