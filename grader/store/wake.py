"""Who waits for work is woken when there is some: by the database where it can, else after a while."""

from __future__ import annotations

import logging
import os
import select
import threading
import time
from typing import TYPE_CHECKING, Any, Protocol, Self

from sqlalchemy.exc import SQLAlchemyError

from grader.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

__all__ = ["Bell", "Waker", "notify"]

_CHANNEL = "grader_queue"
_SILENCE_S = 30.0
"""After so long without a word the connection is tried, so that one that is dead is noticed."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 5.0
_MOST_RINGS = 64
_log = logging.getLogger("grader.store")


def notify(c: Connection) -> None:
    """Wake who listens, on any machine, when this transaction is committed; on SQLite others look for themselves."""
    if c.dialect.name == "postgresql":
        c.exec_driver_sql(f"SELECT pg_notify('{_CHANNEL}', '')")


class Waker(Protocol):
    """What a grader without work sleeps on."""

    def wait(self, timeout_s: float) -> None:
        """Until something new waits, or so long; at once where something came since the last time."""
        ...


class Bell:
    """Wakes one sleeper a ring: by `ring` in this process, and from others by what Postgres tells.

    Any thread may call it. A ring that nobody waits for is kept for the next who would sleep. Close it at the end.
    """

    def __init__(self, engine: Engine, on_wake: Callable[[], None] = lambda: None) -> None:
        """`on_wake` is called for each ring from elsewhere, in a thread of its own."""
        self._engine = engine
        self._on_wake = on_wake
        self._changed = threading.Condition()
        self._rings = self._sleepers = 0
        self._closing = False
        self._thread: threading.Thread | None = None
        self._pipe: tuple[int, int] | None = None
        if engine.dialect.name == "postgresql":
            self._pipe = os.pipe()
            self._thread = threading.Thread(target=self._listen, args=(self._pipe[0],), name="bell", daemon=True)
            self._thread.start()

    def wait(self, timeout_s: float) -> None:
        """As `Waker` has it."""
        with self._changed:
            self._sleepers += 1
            try:
                if self._changed.wait_for(lambda: self._rings or self._closing, timeout_s) and self._rings:
                    self._rings -= 1
            finally:
                self._sleepers -= 1

    def ring(self) -> None:
        """Wake one sleeper."""
        self._add(1)

    def ring_all(self) -> None:
        """Wake everyone: something may have been missed."""
        with self._changed:
            self._add(max(1, self._sleepers))

    def close(self) -> None:
        """Wake everyone and listen no more."""
        with self._changed:
            if self._closing:
                return
            self._closing = True
            self._changed.notify_all()
        if self._pipe is not None and self._thread is not None:
            os.write(self._pipe[1], b"x")
            self._thread.join()
            for end in self._pipe:
                os.close(end)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _add(self, rings: int) -> None:
        with self._changed:
            self._rings = min(self._rings + rings, _MOST_RINGS)
            self._changed.notify(rings)

    def _listen(self, ended: int) -> None:
        import psycopg

        pause_s = _FIRST_PAUSE_S
        while not self._closing:
            began = time.monotonic()
            try:
                self._hear(ended)
            except (SQLAlchemyError, InternalError, OSError, psycopg.Error) as error:
                _log.warning("not listening to the database: %s", type(error).__name__)
            pause_s = (
                _FIRST_PAUSE_S if time.monotonic() - began > _LONGEST_PAUSE_S else min(2 * pause_s, _LONGEST_PAUSE_S)
            )
            if not self._closing:
                _first_of((ended,), pause_s)

    def _hear(self, ended: int) -> None:
        """Ring for each word, until closed. Raises when the connection is lost."""
        wrapped = self._engine.raw_connection()
        wrapped.detach()  # it is the pool's no longer
        raw: Any = wrapped.dbapi_connection
        try:
            raw.autocommit = True
            raw.execute(f"LISTEN {_CHANNEL}")
            self.ring_all()  # what came while nobody listened
            while not self._closing:
                if not _first_of((raw.fileno(), ended), _SILENCE_S):
                    raw.execute("SELECT 1")
                for _word in raw.notifies(timeout=0):
                    self.ring()
                    self._on_wake()
        finally:
            raw.close()


def _first_of(descriptors: tuple[int, ...], timeout_s: float) -> bool:
    """Wait until one of them can be read; False: none was."""
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(timeout_s * 1000))
