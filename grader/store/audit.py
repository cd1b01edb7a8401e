"""The audit log: every change of a grade, under pseudonyms, in the transaction that makes the change."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, insert, select

from grader.store.account_models import UserRecord
from grader.store.audit_models import AuditRecord, PseudonymRecord
from grader.store.group import Group, student_id
from grader.store.models import StudentRecord

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["LOCAL", "Audit", "AuditRow", "Entry", "write_entry"]

LOCAL = "local"
"""The actor of commands that are run on the machine itself."""
_A, _P = AuditRecord, PseudonymRecord
_NAMED = (
    select(_P.pseudonym, func.coalesce(StudentRecord.name, UserRecord.name, UserRecord.public_id).label("name"))
    .outerjoin(UserRecord, UserRecord.id == _P.user_id)
    .outerjoin(StudentRecord, StudentRecord.id == _P.student_id)
    .subquery()
)
"""Whom each pseudonym stands for, by name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A change about to be logged. `detail` holds numbers, slugs and ids: never a name, never free text."""

    at: datetime
    course: str | None
    action: str
    actor: str
    """A user's public id, or `LOCAL`."""
    student: str | None = None
    """The student id that it is about, or:"""
    user: int | None = None
    """the user that it is about."""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A line of the log. The names are None once the person was erased, as they are for `LOCAL`."""

    id: int
    at: datetime
    course: str | None
    action: str
    actor: str
    subject: str | None
    detail: dict[str, Any]
    actor_name: str | None = None
    subject_name: str | None = None


def write_entry(c: Connection, entry: Entry) -> None:
    """Add a line. Called inside the transaction that makes the change."""
    subject = None
    if entry.student is not None:
        subject = _pseudonym(c, student=student_id(c, entry.student))
    elif entry.user is not None:
        subject = _pseudonym(c, user=entry.user)
    actor = entry.actor
    if actor != LOCAL:
        actor = _pseudonym(c, user=c.execute(select(UserRecord.id).where(UserRecord.public_id == actor)).scalar_one())
    c.execute(
        insert(AuditRecord).values(
            at=entry.at,
            course=entry.course,
            action=entry.action,
            actor=actor,
            subject=subject,
            detail=json.dumps(dict(entry.detail), sort_keys=True),
        )
    )


class Audit(Group):
    """The log, read. It is written by the verbs that change something."""

    def entries(self, course: str | None, *, after: int = 0, limit: int = 100) -> tuple[AuditRow, ...]:
        """Lines of a course, or of what belongs to none, oldest first, from the one after `after`."""
        wanted = select(_A).where(_A.course == course, _A.id > after).order_by(_A.id).limit(limit)
        with self._reading.begin() as c:
            return _fetch(c, wanted)

    def page(
        self, course: str, *, action: str = "", who: str = "", skip: int = 0, limit: int = 50
    ) -> tuple[tuple[AuditRow, ...], int]:
        """Lines of a course, newest first, and how many there are in all.

        Only those of `action`, and those by or about somebody whose name or pseudonym has `who` in it; empty: all.
        """
        wanted = select(_A).where(_A.course == course)
        if action:
            wanted = wanted.where(_A.action == action)
        if who:
            named = select(_NAMED.c.pseudonym).where(_NAMED.c.name.icontains(who, autoescape=True))
            by, about = (one.in_(named) | one.icontains(who, autoescape=True) for one in (_A.actor, _A.subject))
            wanted = wanted.where(by | about)
        with self._reading.begin() as c:
            found = c.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
            return _fetch(c, wanted.order_by(_A.id.desc()).offset(skip).limit(limit)), found

    def actions(self, course: str) -> tuple[str, ...]:
        """What was ever done in a course."""
        with self._reading.begin() as c:
            return tuple(
                c.execute(select(_A.action).where(_A.course == course).distinct().order_by(_A.action)).scalars()
            )


def _fetch(c: Connection, wanted: Select[AuditRecord]) -> tuple[AuditRow, ...]:
    rows = c.execute(wanted.with_only_columns(*AuditRecord.__table__.columns)).all()
    names = _names(c, {name for row in rows for name in (row.actor, row.subject) if name is not None})
    return tuple(
        AuditRow(
            row.id,
            row.at,
            row.course,
            row.action,
            row.actor,
            row.subject,
            json.loads(row.detail),
            names.get(row.actor),
            names.get(row.subject or ""),
        )
        for row in rows
    )


def _pseudonym(c: Connection, *, user: int | None = None, student: int | None = None) -> str:
    """Of a user or of a student id; made on first use, out of chance alone."""
    p = PseudonymRecord
    wanted = p.user_id == user if user is not None else p.student_id == student
    found = c.execute(select(p.pseudonym).where(wanted)).scalar()
    if found is not None:
        return found
    made = insert(p).values(pseudonym=f"p{secrets.token_hex(8)}", user_id=user, student_id=student)
    return c.execute(made.returning(p.pseudonym)).scalar_one()


def _names(c: Connection, pseudonyms: set[str]) -> dict[str, str]:
    found = c.execute(select(_NAMED).where(_NAMED.c.pseudonym.in_(pseudonyms)))
    return {row.pseudonym: row.name for row in found}
