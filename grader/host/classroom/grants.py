"""What staff grant a student, and say: an extension, an excuse, a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.host.lateness import days_late
from grader.host.staff import staff
from grader.host.students import check_student
from grader.host.words import check_words

if TYPE_CHECKING:
    from datetime import datetime

    from grader.host.accounts.viewer import Viewer
    from grader.host.host import Host
    from grader.store.rows import SubmissionRow

__all__ = ["comment", "excuse", "extend"]


def extend(host: Host, by: Viewer | None, student: str, slug: str, until: datetime | None, reason: str) -> int:
    """Give a student until then for an exercise, or (None) no more time than everyone.

    What was handed in and counts as another number of days late now is graded again, without using an attempt: how
    many submissions wait for that. Each keeps its report until then; a score that staff set stands.

    Raises:
        UsageError: unknown exercise, nothing is due, a time before the due date, too long a reason; `by` may not.
    """
    who = staff(by, host.course.id, "grade")
    exercise, student, reason = host.course.exercise(slug), check_student(student), check_words(reason, least=0)
    if exercise.due is None:
        raise UsageError(worded("{slug} is never due, so there is nothing to extend.", slug=slug))
    if until is not None and until <= exercise.due:
        raise UsageError(
            worded("An extension ends after the due date of {slug}.", slug=slug), worded("Name a later time.")
        )
    changed = [
        row.id
        for row in host.history(student, slug)
        if row.state == "graded" and not row.adjusted and days_late(host.course, row, until) != row.late_days
    ]
    at = host.now()
    detail = {"exercise": slug, "until": None if until is None else until.isoformat(), "submissions": changed}
    host.store.classbook.extend(who.entry(at, "extend", student, detail), slug, until, reason, reopen=changed)
    return len(changed)


def excuse(host: Host, by: Viewer | None, student: str, slug: str, reason: str, *, excused: bool = True) -> None:
    """Say that a student need not do an exercise, or (not `excused`) has to after all.

    Raises:
        UsageError: unknown exercise, no reason; `by` may not.
    """
    who = staff(by, host.course.id, "grade")
    slug, student = host.course.exercise(slug).slug, check_student(student)
    entry = who.entry(host.now(), "excuse" if excused else "withdraw_excuse", student, {"exercise": slug})
    if excused:
        host.store.classbook.excuse(entry, slug, check_words(reason))
    else:
        host.store.classbook.withdraw_excuse(entry, slug)


def comment(host: Host, by: Viewer | None, student: str, slug: str, text: str, *, submission: int | None = None) -> int:
    """Say something to a student about an exercise, or about one submission; the comment's number.

    Raises:
        UsageError: unknown exercise, no text, a submission that is not theirs; `by` may not.
    """
    who = staff(by, host.course.id, "comment")
    slug, student, text = host.course.exercise(slug).slug, check_student(student), check_words(text)
    if submission is not None and not _is_theirs(host.store.row(submission), host.course.id, student, slug):
        raise UsageError(worded("There is no submission #{number}.", number=submission), worded("See: grade history"))
    return host.store.classbook.comment(
        host.course.id, student, slug, text, submission=submission, by=who.actor, role=who.role, at=host.now()
    )


def _is_theirs(row: SubmissionRow | None, course: str, student: str, slug: str) -> bool:
    return row is not None and (row.course, row.student, row.exercise) == (course, student, slug)
