"""The course secret, and the seeds that are made from it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.host.private import create_private, read_private

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_secret", "seed_for"]

NAME = "secret"
SIZE = 32
"""Bytes."""


def read_secret(folder: Path, name: str = NAME) -> bytes:
    """The secret in a folder of ours, made on first use; of several processes that make it, one wins for all.

    Raises:
        UsageError: others can read the file, or it is not a secret of ours.
    """
    path = folder / name
    if not os.path.lexists(path):
        create_private(path, (secrets.token_hex(SIZE) + "\n").encode("ascii"))
    text = read_private(path, most=4 * SIZE)
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
