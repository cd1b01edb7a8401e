"""Who may grade what: claims with fencing tokens, by the database's clock. Called inside the store's transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, cast, func, select, text, update
from sqlalchemy.types import BigInteger

from grader.store.models import SubmissionRecord
from grader.store.owner import is_gone, this_process
from grader.store.rows import Lease

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["find_claimable", "take"]


def _clock(c: Connection) -> int:
    """Seconds since 1970 by the database's clock: with a server, graders' clocks may differ."""
    if c.dialect.name == "sqlite":
        return int(c.execute(select(cast(func.strftime("%s", "now"), BigInteger))).scalar_one())
    return int(c.execute(select(func.extract("epoch", text("now()")))).scalar_one())


def find_claimable(c: Connection, *wanted: ColumnElement[bool]) -> Sequence[int]:
    """Ids that wait to be graded, oldest first."""
    now = _clock(c)
    candidates = c.execute(
        select(SubmissionRecord.id, SubmissionRecord.state, SubmissionRecord.owner, SubmissionRecord.lease_until)
        .where(*wanted, SubmissionRecord.state.in_(("received", "grading")))
        .order_by(SubmissionRecord.id)
    )
    return [r.id for r in candidates if r.state == "received" or (r.lease_until or 0) <= now or is_gone(r.owner)]


def take(c: Connection, submission: int, lease_s: int) -> Lease:
    """Claim a submission for this process; whoever had it before holds a token that is too old now."""
    taken = c.execute(
        update(SubmissionRecord)
        .where(SubmissionRecord.id == submission)
        .values(
            state="grading",
            token=SubmissionRecord.token + 1,
            tries=SubmissionRecord.tries + 1,
            owner=this_process(),
            lease_until=_clock(c) + lease_s,
        )
        .returning(SubmissionRecord.token, SubmissionRecord.tries)
    ).one()
    return Lease(submission, taken.token, taken.tries)
