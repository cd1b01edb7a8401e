"""Locks that a transaction holds to its end, on Postgres. SQLite has one lock for all that write, held already.

Which transaction takes what:

- *alone* (the usual): one of these at a time, so that what a verb reads stays true until it has written, as on SQLite.
- *busy*: hand-ins, claims, beats, results and verbs of a single statement. Any number at once; each locks the rows that
  it changes, and what it must not race with by a name (`hold_name`).
- *reading*: none.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

from sqlalchemy import text

from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

__all__ = ["Lock", "busy", "hold", "hold_name", "reading", "serve_alone"]

_OURS = 0x67726164
"""The space of our locks among those of whoever else uses the database."""


class Lock(IntEnum):
    """What is locked as a whole."""

    ALONE = 1
    """All but busy and reading transactions."""
    REPORTS = 2
    """The numbers of reports: shared by whoever adds one, held by whoever must not miss one that is not visible yet."""
    SERVER = 3
    """To be the server, for as long as it runs."""


def reading(engine: Engine) -> Engine:
    """The same database, for transactions that read, each at one moment of it."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begin="BEGIN")
    return engine.execution_options(begin="read", isolation_level="REPEATABLE READ", postgresql_readonly=True)


def busy(engine: Engine) -> Engine:
    """The same database, for transactions of which many are made at once."""
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(begin="busy")


def hold(c: Connection, lock: Lock, *, shared: bool = False) -> None:
    """Wait for a lock and hold it until the transaction ends; no effect on SQLite."""
    if c.dialect.name != "sqlite":
        c.exec_driver_sql(f"SELECT pg_advisory_xact_lock{'_shared' * shared}({_OURS}, {lock.value})")


@contextmanager
def serve_alone(engine: Engine) -> Iterator[None]:
    """Be the one server of a database on Postgres, which another folder's server may have opened too.

    Raises:
        UsageError: there is one.
    """
    if engine.dialect.name == "sqlite":  # its folder says so
        yield
        return
    with busy(engine).connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        wanted = f"SELECT pg_try_advisory_lock({_OURS}, {Lock.SERVER.value})"
        if not c.exec_driver_sql(wanted).scalar():
            raise UsageError(
                worded("A server runs on this database."),
                worded("Stop it first; one whose machine is gone lets go within a minute or two."),
            )
        try:
            yield
        finally:
            c.invalidate()  # it ends with its connection


def hold_name(c: Connection, *names: object) -> None:
    """The same for whatever these names name together."""
    if c.dialect.name != "sqlite":
        digest = hashlib.sha256(repr(names).encode("utf-8", "backslashreplace")).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        c.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
