"""The table of what is to be sent to others, kept until they have it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from grader.store.base import Base

__all__ = ["DeliveryRecord"]


class DeliveryRecord(Base):
    """One score for an LMS, or one report for a webhook."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(None, "done_at", "not_before"),
        CheckConstraint("kind IN ('ags', 'webhook', 'folder')", name="kind"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id"))
    target: Mapped[str]
    """JSON: where to."""
    payload: Mapped[str]
    """JSON: what."""
    not_before: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failed: Mapped[str | None]
    """Why the last try failed."""
