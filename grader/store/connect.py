"""A database engine with the settings that keep accepted submissions, and the newest schema."""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError

from grader.errors import InternalError, UsageError, worded
from grader.store.errors import StoreAwayError
from grader.store.locks import reading
from grader.store.migrations import HEAD
from grader.store.snapshot import snapshot

__all__ = ["connect", "current_revision", "migrate"]

BUSY_MS = 30_000
MIGRATIONS = Path(__file__).parent / "migrations"


def connect(where: Path | str) -> Engine:
    """Open the database at a path (SQLite) or an address (`postgresql://`, `sqlite:///`).

    The SQLite file is made readable by its owner only. A transaction takes the write lock when it begins, unless the
    connection has the option `begin="BEGIN"`: a lock that is taken later can fail after work was done. `locks` has the
    ways to begin.

    Raises:
        UsageError: the path can't be written, the address can't be read or is of another kind of database.
    """
    if isinstance(where, str) and "://" in where and not where.startswith("sqlite:///"):
        from grader.store.postgres import connect_postgres, is_postgres

        if not is_postgres(where):
            raise UsageError(
                worded("There is no store of the kind {kind}.", kind=ascii(where.partition("://")[0][:30])),
                worded("Name a file, or postgresql://user@host/database."),
            )
        return connect_postgres(where)
    path = Path(where.removeprefix("sqlite:///") if isinstance(where, str) else where)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise UsageError(
            f"Can't write {path}: {error.strerror}.", "Name a folder that you own in GRADER_STATE."
        ) from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", functools.partial(_explain, path))
    return engine


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision; many processes may do so at once.

    A SQLite database with anything in it is copied first, to a file beside it that is named after its revision.

    Raises:
        InternalError: the database was written by a newer grader.
    """
    with reading(engine).connect() as connection:
        if current_revision(connection) == HEAD:
            return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    _keep_copy(engine)
    with engine.begin() as connection:  # holds the lock, so that one process migrates and the others find it done
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise InternalError(
                "The database is of a newer grader.", "Upgrade the grader, or restore a backup."
            ) from error


def _keep_copy(engine: Engine) -> None:
    path = engine.url.database
    if engine.dialect.name != "sqlite" or path is None:
        return
    with reading(engine).connect() as connection:
        revision = current_revision(connection)
    if revision is None:
        return
    copy = Path(f"{path}.before-{HEAD}-was-{revision}")
    if not copy.exists():
        with contextlib.suppress(UsageError):  # another process is at it
            snapshot(Path(path), copy)


def current_revision(connection: Connection) -> str | None:
    """The schema's revision, None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _prepare(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # the driver's own BEGIN comes too late; ours is in _begin
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is zeros in the file, not only forgotten
    cursor.close()


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """SQLite does not wait for the lock that this needs, so we do; once set, it stays set in the file."""
    end = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


def _explain(path: Path, context: ExceptionContext) -> None:
    """Say in a line what whoever runs this machine can mend; SQLAlchemy's own words fill three."""
    code = getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        raise InternalError(f"{path} can't be written: {context.original_exception}.", "Is there space on the disk?")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        raise InternalError(f"{path} is damaged: {context.original_exception}.", "Put it back from a backup.")


def _begin(connection: Connection) -> None:
    try:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))
    except OperationalError as error:
        raise StoreAwayError("The database stayed locked by another process.", "Try again.") from error
