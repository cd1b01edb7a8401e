"""Which view of a report a person gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import policy

if TYPE_CHECKING:
    from datetime import datetime

    from grader.course.model import Course

__all__ = ["after_due"]


def after_due(course: Course, slug: str, now: datetime, extension: datetime | None = None) -> bool:
    """May a student with this extension see tests of visibility `after_due_date`? Never where nothing is due."""
    due = policy.due_at(course.exercise(slug), extension)
    return due is not None and now > due
