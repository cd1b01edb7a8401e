"""Postgres: an engine with the settings that keep accepted submissions, and its troubles in words."""

from __future__ import annotations

import functools
import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from grader.errors import InternalError, UsageError, worded
from grader.store.errors import StoreAwayError
from grader.store.locks import Lock, hold

if TYPE_CHECKING:
    from sqlalchemy import Engine, ExceptionContext

__all__ = ["connect_postgres", "is_postgres", "place_of"]

_SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")
_CONNECT = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""libpq's settings, where the address does not set them: a machine that is gone is noticed within half a minute."""
_SESSION = """
    SELECT set_config('lock_timeout', '30s', false),
           set_config('idle_in_transaction_session_timeout', '60s', false),
           set_config('tcp_keepalives_idle', '30', false),
           set_config('tcp_keepalives_interval', '10', false),
           set_config('tcp_keepalives_count', '3', false),
           set_config('synchronous_commit',
                      CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
                      ELSE current_setting('synchronous_commit') END, false)
"""
"""What is answered with "received" is on disk; a process that hangs, or whose machine is gone, lets go of its locks."""
_POOL, _MORE = 5, 15
_LONGEST_REASON = 300


def is_postgres(where: object) -> bool:
    """Is this the address of a Postgres database?"""
    return isinstance(where, str) and where.startswith(_SCHEMES)


def place_of(url: URL) -> str:
    """An address as people may see it: without its password, or any other of its settings."""
    host = url.host or url.query.get("host") or "localhost"
    where = f"{host}:{url.port}" if url.port else str(host)
    return f"postgresql://{f'{url.username}@' if url.username else ''}{where}/{url.database or ''}"


def connect_postgres(where: str) -> Engine:
    """An engine for the database at this address; nothing is connected yet.

    Raises:
        UsageError: the address can't be read, or the driver is not installed.
    """
    try:
        url = make_url("postgresql+psycopg://" + where.partition("://")[2])
    except (ArgumentError, ValueError):  # their words may hold the password
        raise UsageError(
            worded("The store's address can't be read."),
            worded("It is like postgresql://user@host:5432/database; a sign such as @ in a password is %40."),
        ) from None
    if find_spec("psycopg") is None:
        raise UsageError(
            worded("Postgres needs a driver that is not installed."), worded("Run: pip install 'gradefork[postgres]'")
        )
    settings = {name: value for name, value in _CONNECT.items() if name not in url.query}
    if "application_name" not in url.query and "PGAPPNAME" not in os.environ:
        settings["application_name"] = "grader"  # type: ignore[assignment]
    engine = create_engine(url, pool_pre_ping=True, pool_size=_POOL, max_overflow=_MORE, connect_args=settings)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", functools.partial(_explain, place_of(url)))
    return engine


def _prepare(raw: Any, _record: Any) -> None:
    raw.autocommit = True
    raw.execute(_SESSION)
    raw.autocommit = False


def _begin(connection: Connection) -> None:
    """One transaction at a time, as a reading verb or a busy one does not need it."""
    if connection.get_execution_options().get("begin", "alone") == "alone":
        hold(connection, Lock.ALONE)


def _explain(place: str, context: ExceptionContext) -> None:
    """Say in a line what whoever runs the database can mend; the rest stays what it is."""
    error = context.original_exception
    if context.is_pre_ping or not type(error).__module__.startswith("psycopg"):
        return
    state = getattr(error, "sqlstate", None) or ""
    reason = " ".join(str(error).split())[:_LONGEST_REASON]
    if state == "55P03":
        raise StoreAwayError("The database stayed locked by another process.", "Try again.") from error
    if state in ("40001", "40P01"):
        raise StoreAwayError("Two changes at once were in each other's way.", "Try again.") from error
    if state in ("53100", "58030"):
        raise InternalError(f"{place} can't be written: {reason}.", "Is there space on its disk?") from error
    if state in ("XX001", "XX002"):
        raise InternalError(f"{place} is damaged: {reason}.", "Put it back from a backup.") from error
    if state == "25006" or (state[:2] == "42" and "permission denied" in reason):
        raise InternalError(
            f"{place} can't be written: {reason}.", "Name the database's owner, on its primary."
        ) from error
    if context.is_disconnect or state[:2] in ("08", "53", "57") or (_is_of_the_line(error) and not state):
        raise StoreAwayError(
            f"The database {place} can't be reached: {reason}.", "Is it running? Try again."
        ) from error


def _is_of_the_line(error: BaseException | None) -> bool:
    import psycopg

    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
