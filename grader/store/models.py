"""The tables of submissions and reports. A change here needs a migration; a test compares both."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grader.store.base import Base

__all__ = [
    "CourseRecord",
    "ProposalRecord",
    "ReportRecord",
    "StudentRecord",
    "SubmissionRecord",
    "VersionRecord",
]


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
    claimed_at: Mapped[datetime | None]
    """When the student's own clock says that it was handed in; a claim."""
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
