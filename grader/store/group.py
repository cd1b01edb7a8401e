"""A group of the store's verbs: a class of its own over the same database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from grader.store.locks import busy, reading
from grader.store.models import CourseRecord, StudentRecord

if TYPE_CHECKING:
    from grader.store.base import Base

__all__ = ["Group", "course_id", "insert_on", "student_id"]


class Group:
    """Verbs on one idea's tables. Each is one transaction, and any thread may call it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        """Its transactions have the database for themselves, as far as others write."""
        self._busy = busy(engine)
        """Its transactions lock on their own what they change: see `locks`."""
        self._reading = reading(engine)


def course_id(c: Connection, name: str) -> int:
    """The row of a course, made on first use."""
    return _id_of(c, CourseRecord, name)


def student_id(c: Connection, name: str) -> int:
    """The row of a student, made on first use."""
    return _id_of(c, StudentRecord, name)


def insert_on(c: Connection, table: type[Base]) -> Any:
    """An insert that can say what to do where the row is there already; both databases have it, each in its words."""
    return (sqlite.insert if c.dialect.name == "sqlite" else postgresql.insert)(table)


def _id_of(c: Connection, table: type[CourseRecord | StudentRecord], name: str) -> int:
    """The row stays until the transaction ends: whoever would delete it waits."""
    wanted = select(table.id).where(table.name == name).with_for_update(read=True, key_share=True)
    while True:
        found: int | None = c.execute(wanted).scalar()
        if found is None:
            made = insert_on(c, table).values(name=name).on_conflict_do_nothing().returning(table.id)
            found = c.execute(made).scalar()
        if found is not None:
            return found  # None: somebody else made it this moment
