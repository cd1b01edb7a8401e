"""What submissions would get if they were graded anew. Called inside the store's transactions."""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from grader.store.models import ProposalRecord, SubmissionRecord
from grader.store.reports import columns_of, describe_versions, keep_report
from grader.store.rows import Outcome, Proposal

__all__ = ["fetch_proposals", "forget_proposal", "keep_proposal", "revise"]

_P = ProposalRecord


def keep_proposal(c: Connection, proposal: Proposal) -> None:
    """Keep a proposal in place of the one that was there for its submission."""
    outcome = proposal.outcome
    forget_proposal(c, proposal.submission)
    c.execute(
        insert(_P).values(
            submission_id=proposal.submission,
            token=proposal.token,
            late_days=proposal.late_days,
            suite=outcome.suite,
            described=describe_versions(outcome),
            **columns_of(outcome),
        )
    )


def forget_proposal(c: Connection, submission: int) -> None:
    """Drop what was proposed for a submission, if anything was."""
    c.execute(delete(_P).where(_P.submission_id == submission))


def fetch_proposals(c: Connection, *wanted: ColumnElement[bool]) -> tuple[Proposal, ...]:
    """The proposals of submissions that meet every condition, oldest submission first."""
    joined = select(*_P.__table__.columns).join(SubmissionRecord, SubmissionRecord.id == _P.submission_id)
    rows = c.execute(joined.where(*wanted).order_by(_P.submission_id))
    return tuple(
        Proposal(
            row.submission_id,
            row.token,
            row.late_days,
            Outcome(
                state=row.state,
                document=row.document,
                score=row.score,
                score_before_penalty=row.score_before_penalty,
                max_score=row.max_score,
                suite=row.suite,
                versions=tuple(json.loads(row.described).items()),
                adjusted=row.adjusted,
            ),
        )
        for row in rows
    )


def revise(c: Connection, proposal: Proposal) -> bool:
    """Accept a proposal, if nobody has claimed or graded its submission since it was made."""
    s = SubmissionRecord
    done = c.execute(
        update(s)
        .where(s.id == proposal.submission, s.token == proposal.token, s.state.not_in(("received", "grading")))
        .values(state=proposal.outcome.state, late_days=proposal.late_days, token=s.token + 1)
    )
    forget_proposal(c, proposal.submission)
    if done.rowcount != 1:
        return False
    keep_report(c, proposal.submission, proposal.token + 1, proposal.outcome)
    return True
