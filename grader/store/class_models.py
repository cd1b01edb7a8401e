"""The tables of what staff grant and say, what students ask, and what they have not handed in yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from grader.store.base import Base

__all__ = ["CommentRecord", "DisputeRecord", "DraftRecord", "ExcuseRecord", "ExtensionRecord"]


class ExtensionRecord(Base):
    """More time for a student in an exercise; the latest row counts. No `until`: the extension is taken back."""

    __tablename__ = "extensions"
    __table_args__ = (Index(None, "course_id", "student_id", "exercise"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    exercise: Mapped[str]
    until: Mapped[datetime | None]
    reason: Mapped[str]
    by: Mapped[str]
    """The public id of a user, or "local"."""
    at: Mapped[datetime]


class ExcuseRecord(Base):
    """An exercise that a student need not do."""

    __tablename__ = "excuses"
    __table_args__ = (Index(None, "course_id", "student_id", "exercise"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    exercise: Mapped[str]
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class CommentRecord(Base):
    """What staff say to a student about an exercise, or about one submission."""

    __tablename__ = "comments"
    __table_args__ = (Index(None, "course_id", "student_id", "exercise"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    exercise: Mapped[str]
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    text: Mapped[str]
    by: Mapped[str]
    role: Mapped[str]
    at: Mapped[datetime]


class DisputeRecord(Base):
    """A student's question about one test of one submission, and the answer."""

    __tablename__ = "disputes"
    __table_args__ = (
        Index(None, "submission_id"),
        CheckConstraint("state IN ('open', 'answered')", name="state"),
        CheckConstraint("outcome IN ('answer', 'override', 'regrade')", name="outcome"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    test: Mapped[str]
    question: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[str]
    answer: Mapped[str | None]
    outcome: Mapped[str | None]
    by: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class DraftRecord(Base):
    """What a student has in the editor of an exercise."""

    __tablename__ = "drafts"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    exercise: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    saved_at: Mapped[datetime]
