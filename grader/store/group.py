"""A group of the store's verbs: a class of its own over the same database."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, insert, select

from grader.store.models import CourseRecord, StudentRecord

__all__ = ["Group", "course_id", "student_id"]


class Group:
    """Verbs on one idea's tables. Each is one transaction, and any thread may call it."""

    def __init__(self, engine: Engine, reading: Engine) -> None:
        self._engine = engine
        """Its transactions take the write lock when they begin."""
        self._reading = reading


def course_id(c: Connection, name: str) -> int:
    """The row of a course, made on first use."""
    return _id_of(c, CourseRecord, name)


def student_id(c: Connection, name: str) -> int:
    """The row of a student, made on first use."""
    return _id_of(c, StudentRecord, name)


def _id_of(c: Connection, table: type[CourseRecord | StudentRecord], name: str) -> int:
    found = c.execute(select(table.id).where(table.name == name)).scalar()
    if found is not None:
        return found
    return c.execute(insert(table).values(name=name).returning(table.id)).scalar_one()
