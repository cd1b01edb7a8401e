"""The tables. A change here needs a migration; a test compares both."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = [
    "Base",
    "CourseRecord",
    "ProposalRecord",
    "ReportRecord",
    "StudentRecord",
    "SubmissionRecord",
    "UtcDateTime",
    "VersionRecord",
]


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in and out, UTC in the database, since SQLite keeps no zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive times; they would be read back as another moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """What was stored, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can find it again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: dict[Any, Any] = {datetime: UtcDateTime(), bytes: LargeBinary(), float: Double()}  # noqa: RUF012


class CourseRecord(Base):
    """A course, by the id in its course.yaml."""

    __tablename__ = "courses"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class StudentRecord(Base):
    """A student, by the id that they submit under."""

    __tablename__ = "students"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class SubmissionRecord(Base):
    """A submission with its bytes, and who is grading it."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("course_id", "key"),
        Index(None, "course_id", "student_id", "exercise"),
        Index(None, "state"),
        CheckConstraint("state IN ('received', 'grading', 'graded', 'rejected', 'grader_error')", name="state"),
        {"sqlite_autoincrement": True},  # "#123" in a message must never come to mean another file
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    exercise: Mapped[str]
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    attempt: Mapped[int]
    state: Mapped[str]
    name: Mapped[str]
    data: Mapped[bytes]
    sha256: Mapped[str]
    submitted_at: Mapped[datetime]
    key: Mapped[str]
    seed: Mapped[int] = mapped_column(BigInteger)
    late_days: Mapped[int]
    device: Mapped[str]
    language: Mapped[str]
    by_staff: Mapped[bool] = mapped_column(default=False)
    """Whether staff handed it in, without dates or limits."""
    token: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None]
    lease_until: Mapped[int | None] = mapped_column(BigInteger)


class VersionRecord(Base):
    """With what a report was made: one row for each set of versions, however many reports share it."""

    __tablename__ = "versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    suite: Mapped[str]
    described: Mapped[str]
    __table_args__ = (UniqueConstraint("suite", "described"),)


class ReportRecord(Base):
    """A report that was accepted. A submission's report is the one with the highest token."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("submission_id", "token"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    token: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
    state: Mapped[str]
    document: Mapped[bytes]
    score: Mapped[float | None]
    score_before_penalty: Mapped[float | None]
    max_score: Mapped[float]
    adjusted: Mapped[bool] = mapped_column(default=False)
    """Whether staff changed the score: this submission counts, then, whatever comes after."""


class ProposalRecord(Base):
    """What a submission would get if it was graded anew: shown first, accepted later, for the same `token` only."""

    __tablename__ = "proposals"
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    token: Mapped[int]
    late_days: Mapped[int]
    suite: Mapped[str]
    described: Mapped[str]
    state: Mapped[str]
    document: Mapped[bytes]
    score: Mapped[float | None]
    score_before_penalty: Mapped[float | None]
    max_score: Mapped[float]
    adjusted: Mapped[bool]
