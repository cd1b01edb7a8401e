"""Which view of a report a person gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from grader.course.model import Course

__all__ = ["after_due"]


def after_due(course: Course, slug: str, now: datetime) -> bool:
    """May tests of visibility `after_due_date` be shown? Never where nothing is due."""
    due = course.exercise(slug).due
    return due is not None and now > due
