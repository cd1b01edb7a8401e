"""A report that is accepted becomes a row. Called inside the store's transactions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select

from grader.store.group import insert_on
from grader.store.locks import Lock, hold
from grader.store.models import ReportRecord, VersionRecord

if TYPE_CHECKING:
    from grader.store.rows import Outcome

__all__ = ["columns_of", "describe_versions", "keep_report"]


def keep_report(c: Connection, submission: int, token: int, outcome: Outcome) -> None:
    """Store the report of a submission; of several the one with the highest token is its own."""
    hold(c, Lock.REPORTS, shared=True)
    c.execute(
        insert(ReportRecord).values(
            submission_id=submission,
            token=token,
            version_id=_version(c, outcome.suite, describe_versions(outcome)),
            **columns_of(outcome),
        )
    )


def columns_of(outcome: Outcome) -> dict[str, Any]:
    """What a report and a proposal keep of an outcome in the same way, by column."""
    names = ("state", "document", "score", "score_before_penalty", "max_score", "adjusted")
    return {name: getattr(outcome, name) for name in names}


def describe_versions(outcome: Outcome) -> str:
    """The versions as they are stored: JSON, sorted."""
    return json.dumps(dict(outcome.versions), sort_keys=True)


def _version(c: Connection, suite: str, described: str) -> int:
    wanted = (VersionRecord.suite == suite, VersionRecord.described == described)
    while True:
        found: int | None = c.execute(select(VersionRecord.id).where(*wanted)).scalar()
        if found is None:
            new = insert_on(c, VersionRecord).values(suite=suite, described=described).on_conflict_do_nothing()
            found = c.execute(new.returning(VersionRecord.id)).scalar()
        if found is not None:
            return found  # None: somebody else made it this moment
