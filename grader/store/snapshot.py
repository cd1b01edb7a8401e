"""A whole copy of a database in one file, while others write to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from grader.errors import InternalError, UsageError, worded

__all__ = ["check_database", "is_file", "snapshot"]


def snapshot(source: Path | str, target: Path) -> None:
    """Copy the database as it is at one moment to a new file that only its owner can read; writers don't wait.

    Raises:
        UsageError: there is no database, it is of another version, or `target` is there or can't be written.
        InternalError: the database is damaged, or away.
    """
    if is_file(source):
        _copy_file(Path(str(source).removeprefix("sqlite:///")), target)
    else:
        _copy_rows(str(source), target)


def is_file(place: Path | str) -> bool:
    """Is this the place of a file, rather than a server's address?"""
    return "://" not in str(place) or str(place).startswith("sqlite:///")


def _copy_rows(source: str, target: Path) -> None:
    from grader.store.connect import connect, current_revision, migrate
    from grader.store.copy import copy_rows
    from grader.store.locks import reading
    from grader.store.migrations import HEAD

    live, copy = connect(source), connect(target)
    try:
        with reading(live).connect() as c:
            if current_revision(c) != HEAD:
                raise UsageError(
                    worded("The database is of another version of the grader."),
                    worded("Make the backup with that version, or start this one on it first."),
                )
        migrate(copy)
        copy_rows(live, copy)
    finally:
        live.dispose()
        copy.dispose()
    with closing(sqlite3.connect(target)) as one:
        one.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
    check_database(target)


def _copy_file(source: Path, target: Path) -> None:
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
