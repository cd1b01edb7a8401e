"""Which view of a report a person gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import policy
from grader.report import student_view

if TYPE_CHECKING:
    from datetime import datetime

    from grader.course.model import Course
    from grader.host.host import Host
    from grader.report.model import Report

__all__ = ["after_due", "as_student", "is_after_due"]


def after_due(course: Course, slug: str, now: datetime, extension: datetime | None = None) -> bool:
    """May a student with this extension see tests of visibility `after_due_date`? Never where nothing is due."""
    due = policy.due_at(course.exercise(slug), extension)
    return due is not None and now > due


def is_after_due(host: Host, student: str, slug: str) -> bool:
    """The same for a student as they stand now; False for an exercise that has left the course."""
    if all(exercise.slug != slug for exercise in host.course.exercises):
        return False
    return after_due(host.course, slug, host.now(), host.extension(student, slug))


def as_student(host: Host, report: Report) -> Report:
    """The report as its student may see it now."""
    return student_view(report, after_due=is_after_due(host, report.student, report.exercise))
