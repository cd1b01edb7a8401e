"""A second look: a student asks about one test of a submission, and staff answer, override or grade it again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.host.lookup import find_report
from grader.host.override import override
from grader.host.refusals import SpokenError
from grader.host.staff import staff
from grader.host.view import as_student
from grader.host.words import check_words
from grader.report import from_json
from grader.report.views import shown_names

if TYPE_CHECKING:
    from grader.host.accounts.viewer import Viewer
    from grader.host.host import Host
    from grader.store.class_rows import DisputeRow, OutcomeOfDispute

__all__ = ["answer_dispute", "as_asked", "open_dispute", "open_disputes"]


def open_dispute(host: Host, submission: int, test: str, text: str) -> DisputeRow:
    """Ask about one test of a submission, by its name in the student's report; it burns no attempt.

    Whose submission it is, the caller knows. The dispute has the name that staff know the test by.

    Raises:
        UsageError: no such submission, no report of it, no such test that the student knows of, no text, or it is
            asked about already.
    """
    row, report = find_report(host.course, host.store, str(submission), "")
    # By no other name than the student's: to be told that a hidden test's whole name is right would tell its inputs.
    view = as_student(host, report)
    known = {shown: name for name, shown in shown_names(report, view).items()}
    if test not in known:
        raise UsageError(
            worded("Submission #{id} has no test {test}.", id=row.id, test=ascii(test[:200])),
            worded("Take a name as the report has it."),
        )
    return host.store.questions.open_dispute(row.id, known[test], check_words(text), host.now())


def as_asked(host: Host, row: DisputeRow) -> DisputeRow:
    """The dispute as its student may see it: a hidden test's whole name holds its inputs."""
    document = host.store.report(row.submission)
    report = None if document is None else from_json(document)
    names = {} if report is None else shown_names(report, as_student(host, report))
    return replace(row, test=names.get(row.test, row.test.partition("[")[0]))


def open_disputes(host: Host) -> tuple[DisputeRow, ...]:
    """What nobody has answered yet, oldest first."""
    return host.store.questions.disputes(host.course.id, state="open")


def answer_dispute(
    host: Host,
    number: int,
    text: str,
    outcome: OutcomeOfDispute,
    score: float | None = None,
    *,
    by: Viewer | None = None,
) -> DisputeRow:
    """Answer a dispute: with words, with a score (the text is its reason), or by grading the submission again.

    A submission that is graded again waits for a grader and keeps its report until then.

    Raises:
        UsageError: no such dispute, it is answered already, no text, a score that can't be; `by` may not.
    """
    who = staff(by, host.course.id, "answer" if outcome == "answer" else "grade")
    text, asked = check_words(text), host.store.questions.dispute(number)
    if asked is None or asked.course != host.course.id:
        raise UsageError(worded("There is no dispute #{number}.", number=number))
    if asked.state != "open":
        raise SpokenError("dispute_answered")
    regrade = None
    if outcome == "override":
        if score is None:
            raise SpokenError("dispute_needs_score")
        override(host, asked.student, asked.exercise, score, text, by=by)
    elif outcome == "regrade":
        detail = {"exercise": asked.exercise, "submission": asked.submission, "dispute": number}
        regrade = who.entry(host.now(), "regrade", asked.student, detail)
    if not host.store.questions.answer(number, text, outcome, by=who.actor, at=host.now(), regrade=regrade):
        raise SpokenError("dispute_answered")
    answered = host.store.questions.dispute(number)
    assert answered is not None
    return answered
