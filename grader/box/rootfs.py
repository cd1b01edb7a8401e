"""The file system of a box: an empty read-only root, the library folders, three devices and a small working folder."""

from __future__ import annotations

import ctypes
import os
import struct
from typing import TYPE_CHECKING

from grader.errors import IsolationError
from grader.zygote.clone import INNER_ID
from grader.zygote.kernel import Number, system_call

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DATA", "DEVICES", "WORKDIR", "bind", "build_root", "leave_old_root", "mount"]

WORKDIR = "/submission"
"""Working folder, home and temporary folder of a box at level full; a name that no library folder lies below."""

DATA = "data"
"""Where in its working folder a box finds the files of the exercise."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")

_OLD = "/.old"
# Any folder will do to hang the new root on: it covers nothing once it is the root.
_HOOKS = ("/tmp", "/var/tmp", "/mnt", "/run", "/var", "/usr")  # noqa: S108 -- nothing is written there
_MOST_INODES = 4096

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REMOUNT = 1, 2, 4, 8, 32
_MS_BIND, _MS_REC, _MS_PRIVATE = 4096, 16384, 1 << 18
_MNT_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV = 1, 2, 4


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system, or change a mount.

    Raises:
        OSError: the kernel refused; names the target.
    """
    try:
        system_call(Number.MOUNT, os.fsencode(source), os.fsencode(target), kind.encode(), flags, options.encode())
    except OSError as error:
        raise OSError(error.errno, f"mount of {kind or source} on {target}: {error.strerror}") from error


def build_root(readable: Sequence[str], disk: int, *, files: str = "", data: str = "") -> None:
    """Make a new root with `readable` at its own paths and a `WORKDIR` of `disk` bytes, and enter it.

    `files` becomes a folder of `disk` bytes too; `data` stands at its own path and in `WORKDIR`. The old root stays
    at a hidden folder until `leave_old_root`, so that more can be bound from it.

    Raises:
        OSError: a mount failed.
        IsolationError: a folder is unfit to be shown.
    """
    shown = (*readable, data) if data else readable
    for folder in (*shown, files) if files else shown:
        _check_fit(folder)
    if files and any(f"{files}/".startswith(f"{folder}/") for folder in shown):
        raise IsolationError(f"{files!r} can't be given to a box: it lies in a folder that is only to be read.")
    os.umask(0o022)
    mount("", "/", "", _MS_REC | _MS_PRIVATE)
    hook = next(folder for folder in _HOOKS if os.path.isdir(folder))  # noqa: PTH112
    mount("box", hook, "tmpfs", _MS_NOSUID | _MS_NODEV, "size=1m,nr_inodes=512,mode=755")
    os.mkdir(hook + _OLD)  # noqa: PTH102
    system_call(Number.PIVOT_ROOT, os.fsencode(hook), os.fsencode(hook + _OLD))
    os.chdir("/")
    os.mkdir(WORKDIR)  # noqa: PTH102
    mount("submission", WORKDIR, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, _work_options(disk))
    if files:
        _make(files)
        mount("files", files, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, _work_options(disk))
    for folder in readable:
        bind(folder, writable=False)
    if data:
        bind(data, writable=False)
        bind(data, writable=False, at=f"{WORKDIR}/{DATA}")
    for device in DEVICES:
        bind(device, writable=True)


def _check_fit(folder: str) -> None:
    if not folder.startswith("/") or os.path.normpath(folder) != folder or folder == "/":
        raise IsolationError(f"{folder!r} can't be shown to a box: it is no plain absolute folder.")
    if any(f"{folder}/".startswith(f"{taken}/") for taken in (WORKDIR, "/dev", "/proc", _OLD)):
        raise IsolationError(f"{folder!r} can't be shown to a box: the box has something of its own there.")


def _work_options(disk: int) -> str:
    # size=0 would mean no limit at all.
    return f"size={max(disk, 4096)},nr_inodes={_MOST_INODES},mode=700,uid={INNER_ID},gid={INNER_ID}"


def _make(folder: str) -> None:
    """Make a folder of the new root and those above it. A `Path` would touch five times the memory."""
    if not os.path.isdir(folder):  # noqa: PTH112
        _make(os.path.dirname(folder))  # noqa: PTH120
        os.mkdir(folder, 0o755)  # noqa: PTH102


def bind(path: str, *, writable: bool, at: str = "") -> None:
    """Show a file, device or folder of the old root in the new one, at the same path if not told otherwise.

    What is not writable is also bare of devices.

    Raises:
        OSError: a mount failed.
    """
    source, target = _OLD + path, at or path
    if os.path.isdir(source):  # noqa: PTH112
        _make(target)
    else:
        _make(os.path.dirname(target))  # noqa: PTH120
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644))
    mount(source, target, "", _MS_BIND | _MS_REC)
    attributes = _ATTR_NOSUID if writable else _ATTR_NOSUID | _ATTR_RDONLY | _ATTR_NODEV
    # struct mount_attr: set, clear, propagation, userns_fd
    wanted = ctypes.create_string_buffer(struct.pack("=QQQQ", attributes, 0, 0, 0), 32)
    system_call(Number.MOUNT_SETATTR, _AT_FDCWD, os.fsencode(target), _AT_RECURSIVE, wanted, 32)


def leave_old_root() -> None:
    """Detach the old root for good and make the new one read-only; the working folder is the current folder after it.

    Raises:
        OSError: the kernel refused.
    """
    system_call(Number.UMOUNT2, _OLD.encode(), _MNT_DETACH)
    os.rmdir(_OLD)  # noqa: PTH106
    mount("", "/", "", _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV)
    os.chdir(WORKDIR)
