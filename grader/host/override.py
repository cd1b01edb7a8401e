"""Staff set a score: it stands whatever is handed in or graded anew afterwards, until they set another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import InternalError, UsageError, worded
from grader.host.grade import versions_of
from grader.host.staff import staff
from grader.host.words import check_words
from grader.report import adjust, from_json, to_json
from grader.report.model import Adjustment
from grader.store.rows import Outcome, Proposal

if TYPE_CHECKING:
    from grader.host.accounts.viewer import Viewer
    from grader.host.host import Host
    from grader.report.model import Report

__all__ = ["override"]


def override(host: Host, student: str, slug: str, score: float, reason: str, *, by: Viewer | None = None) -> Report:
    """Set a student's score in an exercise; the report of the submission that counts says in which role, when and why.

    `by` None: whoever runs the machine.

    Raises:
        UsageError: unknown exercise, nothing graded, a score that the exercise doesn't have, no reason; `by` may not.
        InternalError: the submission was graded anew at the same moment.
    """
    who = staff(by, host.course.id, "grade")
    exercise = host.course.exercise(slug)
    reason = check_words(reason, least=0)
    if not reason:
        raise UsageError(worded("A changed score needs a reason."), worded("Add --reason TEXT; the student sees it."))
    if not 0 <= score <= exercise.points:
        raise UsageError(
            worded(
                "{slug} has {points} points, so the score can't be {score}.",
                slug=slug,
                points=f"{exercise.points:g}",
                score=f"{score:g}",
            )
        )
    row = host.counting(student, slug)
    document = None if row is None else host.store.report(row.id)
    if row is None or document is None or row.score is None or row.max_score is None or row.suite is None:
        raise UsageError(
            worded("{student} has no graded submission of {slug}.", student=student, slug=slug),
            worded("See: grade history --everyone"),
        )
    at = host.now()
    shown = at.astimezone(host.course.timezone).isoformat(timespec="seconds")
    change = Adjustment(by=who.role, at=shown, old=row.score, new=score, reason=reason)
    report = adjust(from_json(document), change)
    outcome = Outcome(
        state="graded",
        document=to_json(report),
        score=score,
        score_before_penalty=row.score_before_penalty,
        max_score=row.max_score,
        suite=row.suite,
        versions=versions_of(report),
        adjusted=True,
    )
    detail = {"exercise": slug, "submission": row.id, "old": row.score, "new": score}
    entry = who.entry(at, "override", row.student, detail)
    if not host.store.revise(Proposal(row.id, row.token, row.late_days, outcome), entry):
        raise InternalError(f"Submission #{row.id} was graded anew just now.", "Look at it, and try again.")
    return report
