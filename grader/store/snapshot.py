"""A whole copy of a SQLite database while others write to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from grader.errors import InternalError, UsageError, worded

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_database", "snapshot"]


def snapshot(source: Path, target: Path) -> None:
    """Copy the database as it is at one moment to a new file that only its owner can read; writers don't wait.

    Raises:
        UsageError: there is no database, or `target` is there or can't be written.
        InternalError: the database is damaged.
    """
    if not source.is_file():
        raise UsageError(worded("There is no database {path}.", path=source))
    try:
        os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise UsageError(worded("Can't write {file}: {reason}.", file=target, reason=error.strerror)) from error
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(source.absolute()))}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
        check_database(target)
    except sqlite3.Error as error:
        target.unlink()
        raise InternalError(f"{source} can't be copied: {error}.", "Is there space on the disk?") from error
    except BaseException:
        target.unlink()
        raise


def check_database(path: Path) -> None:
    """Read every page. Raises `InternalError` when it is damaged."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as database:
            (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise InternalError(f"{path} is damaged: {found}.", "Use another backup.")
