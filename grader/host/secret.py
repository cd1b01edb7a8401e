"""The course secret, and the seeds that are made from it."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import stat
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_secret", "seed_for"]

NAME = "secret"
SIZE = 32
"""Bytes."""


def read_secret(folder: Path) -> bytes:
    """The secret in a state folder, made on first use; of several processes that make it, one wins for all.

    Raises:
        UsageError: others can read the file, or it is not a secret of ours.
    """
    path = folder / NAME
    if not os.path.lexists(path):
        _create(path)
    try:
        # A link could lead to a file that is not ours to trust.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            text = file.read(4 * SIZE)
    except OSError as error:
        raise UsageError(
            worded("{path} can't be read: {reason}.", path=path, reason=error.strerror),
            worded("It must be a file of yours."),
        ) from error
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o077):
        raise UsageError(worded("{path} can be read by others.", path=path), worded("Run: chmod 600 {path}", path=path))
    try:
        secret = bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) != SIZE:
        raise UsageError(worded("{path} holds no secret.", path=path), worded("Put the file back from your backup."))
    return secret


def seed_for(secret: bytes, exercise: str, student: str, attempt: int) -> int:
    """The seed of one attempt, 0..2**63-1: nobody without the secret can tell it, and it is the same each time."""
    told = json.dumps([exercise, student, attempt]).encode()
    return int.from_bytes(hmac.new(secret, told, hashlib.sha256).digest()[:8], "big") >> 1


def _create(path: Path) -> None:
    """Write beside, then link: the name appears with its whole content or not at all, and is never replaced."""
    beside = path.with_name(f"{NAME}.{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SIZE) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was faster; its secret counts
            os.link(beside, path)
    finally:
        beside.unlink()
