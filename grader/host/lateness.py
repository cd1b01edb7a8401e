"""How late a stored submission is by the course's dates as they are now, the student's extension and their claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import policy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from grader.course.model import Course
    from grader.store.class_rows import ExtensionRow
    from grader.store.rows import SubmissionRow

__all__ = ["current_extensions", "days_late"]


def days_late(course: Course, row: SubmissionRow, extension: datetime | None) -> int:
    """Days late; 0 where staff handed it in, since when they did says nothing of the student."""
    if row.by_staff:
        return 0
    exercise = course.exercise(row.exercise)
    return policy.days_late(exercise, policy.handed_in_at(exercise, row.submitted_at, row.claimed_at), extension)


def current_extensions(rows: Iterable[ExtensionRow]) -> dict[tuple[str, str], datetime]:
    """Until when who has time for what, of all extensions ever given, oldest first."""
    latest = {(row.student, row.exercise): row.until for row in rows}
    return {pair: until for pair, until in latest.items() if until is not None}
