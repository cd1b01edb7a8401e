"""Grade again what a changed suite, other points or other dates make different: first shown, then applied."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.course import policy
from grader.host.adjusted import keep_override
from grader.host.changes import Change, compare
from grader.host.cores import count_cores
from grader.host.lateness import current_extensions, days_late
from grader.host.staff import staff
from grader.store.rows import Proposal
from grader.submission import Packed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from grader.host.accounts.viewer import Viewer
    from grader.host.host import Host
    from grader.host.staff import Staff
    from grader.store.audit import Entry
    from grader.store.rows import SubmissionRow

__all__ = ["Regrade", "apply_regrade", "propose_regrade"]

_FINISHED = ("graded", "rejected", "grader_error")
_ROUNDING = 1e-3
"""Reports round scores to 4 decimals."""


@dataclass(frozen=True, slots=True)
class Regrade:
    """What grading anew would give."""

    changes: tuple[Change, ...]
    """Of each student and exercise whose score that counts would be another, or come from another attempt."""
    proposals: tuple[Proposal, ...]
    same: int
    """Students and exercises for which nothing changes."""
    troubles: tuple[str, ...]
    """What could not be graded, one line each; those keep what they have."""


def propose_regrade(
    host: Host,
    slugs: Collection[str],
    *,
    student: str | None = None,
    everything: bool = False,
    on_start: Callable[[int], None] | None = None,
    on_judged: Callable[[], None] | None = None,
) -> Regrade:
    """Judge again, and keep as a proposal, each submission that suite, points or policy would now grade otherwise.

    With `everything` all of them. What was proposed before and still holds is not judged again. Faults of ours are
    judged again in any case. Lateness, and what it costs, is computed anew from the course's policy, but for what staff
    handed in; a score that staff set stands.

    Raises:
        UsageError: an unknown exercise.
    """
    wanted = [host.course.exercise(slug).slug for slug in slugs]
    rows = [row for row in host.history(student) if row.exercise in wanted]
    known = {one.submission: one for one in host.store.proposals(host.course.id)}
    proposals: list[Proposal] = []
    waiting: list[tuple[SubmissionRow, int]] = []
    extensions = current_extensions(host.store.classbook.extensions(host.course.id, student=student))
    for row in rows:
        late = days_late(host.course, row, extensions.get((row.student, row.exercise)))
        if row.state not in _FINISHED or not (everything or late != row.late_days or _is_stale(host, row, late)):
            continue
        proposal = known.get(row.id)
        if proposal is not None and _holds(host, row, late, proposal):
            proposals.append(proposal)
        else:
            waiting.append((row, late))
    if on_start:
        on_start(len(waiting))
    troubles = []
    pool = ThreadPoolExecutor(count_cores() + 1, thread_name_prefix="regrade")
    try:
        futures = {pool.submit(_judge, host, row, late): row for row, late in waiting}
        for future in as_completed(futures):
            row = futures[future]
            try:
                proposals.append(future.result())
            except Exception as error:  # noqa: BLE001 - one must never end the others
                troubles.append(f"#{row.id} ({row.student}, {row.exercise}): {error or type(error).__name__}")
            if on_judged:
                on_judged()
    finally:  # after Ctrl-C nothing more is begun; the next run takes what was judged
        pool.shutdown(wait=True, cancel_futures=True)
    proposals.sort(key=lambda one: one.submission)
    changes, same = _compare_all(host, rows, proposals)
    return Regrade(changes, tuple(proposals), same, tuple(sorted(troubles)))


def apply_regrade(host: Host, proposals: Iterable[Proposal], *, by: Viewer | None = None) -> tuple[int, int]:
    """Accept what was proposed: how many reports were replaced, and how many had been graded anew since.

    Raises:
        SpokenError: `by` may not.
    """
    who = staff(by, host.course.id, "grade")
    done = [host.store.revise(one, _entry(host, who, one)) for one in proposals]
    return done.count(True), done.count(False)


def _entry(host: Host, who: Staff, proposal: Proposal) -> Entry | None:
    row = host.store.row(proposal.submission)
    if row is None:
        return None
    detail = {"exercise": row.exercise, "submission": row.id, "old": row.score, "new": proposal.outcome.score}
    return who.entry(host.now(), "regrade", row.student, detail)


def _is_stale(host: Host, row: SubmissionRow, late: int) -> bool:
    return row.state == "grader_error" or host.suite_changed(row) or _costs_another(host, row, late)


def _costs_another(host: Host, row: SubmissionRow, late: int) -> bool:
    """Would so many days late leave another score now than the row has? What staff set stands."""
    if row.adjusted or row.score is None or row.score_before_penalty is None:
        return False
    left = policy.penalised(host.course.exercise(row.exercise), row.score_before_penalty, late)
    return abs(left - row.score) > _ROUNDING


def _holds(host: Host, row: SubmissionRow, late: int, proposal: Proposal) -> bool:
    now = _as_proposed(row, proposal)
    same = proposal.token == row.token and proposal.late_days == late
    return same and not host.suite_changed(now) and not _costs_another(host, now, late)


def _judge(host: Host, row: SubmissionRow, late: int) -> Proposal:
    """Raises: whatever says that it can't be judged; then it keeps what it has."""
    report, outcome = host.judge_again(replace(row, late_days=late), Packed(*host.store.package(row.id)))
    _, outcome = keep_override(host.store, row, report, outcome)
    proposal = Proposal(row.id, row.token, late, outcome)
    host.store.propose(proposal)
    return proposal


def _compare_all(host: Host, rows: list[SubmissionRow], proposals: list[Proposal]) -> tuple[tuple[Change, ...], int]:
    """What changes for each student in each exercise, and for how many nothing does."""
    proposed = {one.submission: one for one in proposals}
    pairs: dict[tuple[str, str], list[SubmissionRow]] = {}
    for row in rows:
        pairs.setdefault((row.exercise, row.student), []).append(row)
    changes = []
    for (slug, _), own in pairs.items():
        after = [_as_proposed(row, proposed.get(row.id)) for row in own]
        counts = host.course.exercise(slug).counts
        change = compare(
            policy.counting(own, counts),
            policy.counting(after, counts),
            lambda row: host.store.report(row.id),
            lambda row: proposed[row.id].outcome.document if row.id in proposed else host.store.report(row.id),
        )
        if change is not None:
            changes.append(change)
    return tuple(changes), len(pairs) - len(changes)


def _as_proposed(row: SubmissionRow, proposal: Proposal | None) -> SubmissionRow:
    if proposal is None:
        return row
    outcome = proposal.outcome
    return replace(
        row,
        state=outcome.state,
        late_days=proposal.late_days,
        score=outcome.score,
        score_before_penalty=outcome.score_before_penalty,
        max_score=outcome.max_score,
        suite=outcome.suite,
        adjusted=outcome.adjusted,
    )
