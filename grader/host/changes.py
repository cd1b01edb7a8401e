"""What a regrade changes for one student in one exercise, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.report import from_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.report.model import Report
    from grader.store.rows import SubmissionRow

__all__ = ["Change", "Reason", "compare"]

Kind = Literal[
    "gained", "lost", "late", "penalty", "points", "attempt", "weights", "newly_graded", "no_longer_graded", "override"
]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `what` is a test's title for gained and lost; `old` and `new` are days, points or attempts."""

    kind: Kind
    what: str = ""
    old: float | None = None
    new: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Scores are those that count; None: none does."""

    student: str
    slug: str
    before: float | None
    after: float | None
    max_score: float
    reasons: tuple[Reason, ...]

    @property
    def gain(self) -> float:
        """Points more, or fewer."""
        return (self.after or 0.0) - (self.before or 0.0)


def compare(
    before: SubmissionRow | None,
    after: SubmissionRow | None,
    read_before: Callable[[SubmissionRow], bytes | None],
    read_after: Callable[[SubmissionRow], bytes | None],
) -> Change | None:
    """What changes between the submission that counts now and the one that would; None: nothing of the score.

    The reports are read only where something changes.
    """
    some = after or before
    if some is None or (before is not None and after is not None and _counts_the_same(before, after)):
        return None
    old = None if before is None else read_before(before)
    new = None if after is None else read_after(after)
    return Change(
        student=some.student,
        slug=some.exercise,
        before=None if before is None else before.score,
        after=None if after is None else after.score,
        max_score=some.max_score or 0.0,
        reasons=tuple(_find_reasons(before, after, _read(old), _read(new))),
    )


def _counts_the_same(before: SubmissionRow, after: SubmissionRow) -> bool:
    return (before.id, before.score, before.max_score) == (after.id, after.score, after.max_score)


def _read(document: bytes | None) -> Report | None:
    return None if document is None else from_json(document)


def _find_reasons(
    before: SubmissionRow | None, after: SubmissionRow | None, old: Report | None, new: Report | None
) -> list[Reason]:
    if before is None or old is None:
        return [Reason("newly_graded")]
    if after is None or new is None:
        return [Reason("no_longer_graded")]
    reasons = []
    if before.id != after.id:
        reasons.append(Reason("attempt", old=before.attempt, new=after.attempt))
    if after.adjusted:
        reasons.append(Reason("override", new=after.score))
    if before.max_score != after.max_score:
        reasons.append(Reason("points", old=before.max_score, new=after.max_score))
    if before.late_days != after.late_days:
        reasons.append(Reason("late", old=before.late_days, new=after.late_days))
    passed = {test.name: test.status == "passed" for test in old.tests}
    for test in new.tests:
        now = test.status == "passed"
        if test.max_points and now != passed.get(test.name, not now):
            reasons.append(Reason("gained" if now else "lost", what=test.title))
    if not reasons and before.score_before_penalty == after.score_before_penalty:
        return [Reason("penalty")]  # as many days late, which cost another share
    return reasons or [Reason("weights")]  # the same tests pass, of the same total
