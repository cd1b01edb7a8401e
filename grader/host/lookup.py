"""Finding a report again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
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
            raise UsageError(worded("There is no submission #{number}.", number=number), worded("See: grade history"))
    else:
        slug = None if which is None else course.exercise(which).slug
        rows = store.rows(course.id, student=student, exercise=slug)
        if not rows:
            advice = worded("Run: grade submit PATH")
            if which:
                said = worded("{student} has submitted nothing for {slug} yet.", student=student, slug=which)
                raise UsageError(said, advice)
            raise UsageError(worded("{student} has submitted nothing yet.", student=student), advice)
        row = rows[-1]
    document = store.report(row.id)
    if document is None:
        raise UsageError(
            worded("Submission #{id} is not graded yet.", id=row.id), worded("The next `grade submit` grades it.")
        )
    return row, from_json(document)
