"""The tables of who changed whose grade: under pseudonyms, which are all that erasure needs to take away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from grader.store.base import Base

__all__ = ["AuditRecord", "PseudonymRecord"]


class AuditRecord(Base):
    """One change. Triggers refuse to change or delete a row; names and free text never stand in one."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "course"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    course: Mapped[str | None]
    action: Mapped[str]
    actor: Mapped[str]
    """A pseudonym, or "local" for whoever runs the machine."""
    subject: Mapped[str | None]
    detail: Mapped[str]
    """JSON."""


class PseudonymRecord(Base):
    """Whom a pseudonym stands for: a user or a student id."""

    __tablename__ = "pseudonyms"
    pseudonym: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id"), unique=True)
