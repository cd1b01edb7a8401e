"""A score that staff set stands when its submission is graded anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.report import adjust, from_json, to_json

if TYPE_CHECKING:
    from grader.report.model import Report
    from grader.store import Store
    from grader.store.rows import Outcome, SubmissionRow

__all__ = ["keep_override"]


def keep_override(store: Store, row: SubmissionRow, report: Report, outcome: Outcome) -> tuple[Report, Outcome]:
    """A new report of a submission, and what is stored of it, with the score that staff had set before."""
    document = store.report(row.id) if row.adjusted else None
    if document is None:
        return report, outcome
    old = from_json(document)
    # A score that staff set is not lost to a fault, or to a suite that takes the file no longer.
    report = adjust(report, *old.adjustments) if outcome.state == "graded" else old
    return report, replace(
        outcome,
        state="graded",
        document=to_json(report),
        score=report.score,
        score_before_penalty=report.score_before_penalty,
        max_score=report.max_score,
        adjusted=True,
    )
