"""Files that nobody but their owner may read: secrets and keys."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["create_private", "read_private"]


def read_private(path: Path, *, most: int) -> bytes:
    """The first `most` bytes of a file of ours.

    Raises:
        UsageError: it can't be read, is a link, is another user's, or others can read it.
    """
    try:
        # A link could lead to a file that is not ours to trust.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read(most)
    except OSError as error:
        raise UsageError(
            worded("{path} can't be read: {reason}.", path=path, reason=error.strerror),
            worded("It must be a file of yours."),
        ) from error
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o077):
        raise UsageError(worded("{path} can be read by others.", path=path), worded("Run: chmod 600 {path}", path=path))
    return data


def create_private(path: Path, data: bytes) -> None:
    """Write beside, then link: the name appears with its whole content or not at all, and is never replaced."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was faster; its content counts
            os.link(beside, path)
    finally:
        beside.unlink()
