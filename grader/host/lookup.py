"""Finding a report again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.report import from_json

if TYPE_CHECKING:
    from grader.course.model import Course
    from grader.report.model import Report
    from grader.store import Store
    from grader.store.rows import SubmissionRow

__all__ = ["find_report"]

_DIGITS = 18
"""As many as any database's ids have."""


def find_report(course: Course, store: Store, which: str | None, student: str) -> tuple[SubmissionRow, Report]:
    """A submission and its staff report: by id ("123", "#123"), or the student's latest of an exercise or of all.

    Raises:
        UsageError: no such submission, or no report of it yet.
    """
    number = (which or "").removeprefix("#")
    if number.isdecimal() and number.isascii():
        row = store.row(int(number)) if len(number) <= _DIGITS else None
        if row is None or row.course != course.id:
            raise UsageError(f"There is no submission #{number}.", "See: grade history")
    else:
        slug = None if which is None else course.exercise(which).slug
        rows = store.rows(course.id, student=student, exercise=slug)
        if not rows:
            what = f"for {which} " if which else ""
            raise UsageError(f"{student} has submitted nothing {what}yet.", "Run: grade submit PATH")
        row = rows[-1]
    document = store.report(row.id)
    if document is None:
        raise UsageError(f"Submission #{row.id} is not graded yet.", "The next `grade submit` grades it.")
    return row, from_json(document)
