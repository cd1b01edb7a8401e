"""Everything the store holds of one person: read it all, delete it all.

What is a person's is told by the schema: a row with a foreign key to a user, a student id or a submission is theirs. So
no table that is added later can be forgotten here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, false, func, or_, select, update

from grader.store.account_models import InvitationRecord, MembershipRecord, UserRecord
from grader.store.audit import Entry, write_entry
from grader.store.group import Group
from grader.store.models import CourseRecord, StudentRecord, SubmissionRecord
from grader.store.schema import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from grader.store.account_rows import UserRow

    Ids = Sequence[int] | Select[Any]

__all__ = ["SECRETS", "Personal", "Subject"]

SECRETS = ("password_hash", "token_hash", "code_hash", "device_hash", "user_code")
"""Columns that nobody is shown, not even whose they are."""
_FILES = ("data", "document")
"""Columns that are files."""
_BY = InvitationRecord.__table__.c.by_user
"""Who did it, not whose it is: the only foreign key to a user that does not make a row theirs."""
_S, _M, _U = SubmissionRecord, MembershipRecord, UserRecord


@dataclass(frozen=True, slots=True)
class Subject:
    """A person: a user, the student ids that are theirs, or both."""

    user: UserRow | None
    students: tuple[str, ...]
    submissions: tuple[int, ...]
    newest: datetime | None
    """When they last joined a course or handed something in."""


class Personal(Group):
    """What the store holds of a person."""

    def subject(self, user: UserRow | None, student: str = "") -> Subject | None:
        """A user with all their student ids, or whoever hands in under an id; None: the store knows of nobody."""
        names = [part.student for part in user.memberships if part.student] if user is not None else [student]
        with self._reading.begin() as c:
            known = select(StudentRecord.id, StudentRecord.name).where(StudentRecord.name.in_(names))
            rows = c.execute(known.order_by(StudentRecord.name)).all()
            ids = [row.id for row in rows]
            submissions = c.execute(select(_S.id).where(_S.student_id.in_(ids)).order_by(_S.id)).scalars().all()
            handed_in = c.execute(select(func.max(_S.submitted_at)).where(_S.student_id.in_(ids))).scalar()
            joined = c.execute(select(func.max(_M.created_at)).where(_M.student_id.in_(ids))).scalar()
        if user is None and not rows:
            return None
        newest = max((when for when in (handed_in, joined) if when is not None), default=None)
        return Subject(user, tuple(row.name for row in rows), tuple(submissions), newest)

    def owner(self, student: str) -> int | None:
        """The user whose student id it is."""
        wanted = select(_M.user_id).join(StudentRecord, StudentRecord.id == _M.student_id)
        with self._reading.begin() as c:
            return c.execute(wanted.where(StudentRecord.name == student).limit(1)).scalar()

    def unowned(self) -> tuple[str, ...]:
        """Every student id that is no user's."""
        owned = select(_M.student_id).where(_M.student_id.is_not(None))
        wanted = select(StudentRecord.name).where(StudentRecord.id.not_in(owned)).order_by(StudentRecord.id)
        with self._reading.begin() as c:
            return tuple(c.execute(wanted).scalars())

    def rows(self, subject: Subject) -> dict[str, list[dict[str, Any]]]:
        """Every row of the person by table, without secrets and without files."""
        found = {}
        with self._reading.begin() as c:
            ids = _ids(c, subject)
            for table in METADATA.sorted_tables:
                columns = [column for column in table.columns if column.name not in (*SECRETS, *_FILES)]
                rows = c.execute(select(*columns).where(_belongs(table, ids)))
                found[table.name] = [row._asdict() for row in rows]
        return {name: rows for name, rows in found.items() if rows}

    def erase(self, subject: Subject, entry: Entry) -> None:
        """Delete every row of the person, and log that somebody was erased.

        The lines of the audit log stay; what their pseudonyms stood for is gone.
        """
        with self._engine.begin() as c:
            write_entry(c, entry)
            if subject.user is not None:
                theirs = InvitationRecord.by_user == subject.user.id
                c.execute(delete(InvitationRecord).where(theirs, InvitationRecord.used_at.is_(None)))
                c.execute(update(InvitationRecord).where(theirs).values(by_user=None))
                _delete_invitations(c, subject.user)
            _wipe(c, _ids(c, subject))
        self._shred()

    def expire(self, course: str, before: datetime, entry: Entry) -> tuple[int, ...]:
        """Delete what was handed in to a course before then and all that hangs on it; the submissions' numbers.

        What staff granted and said before then goes too. Students who joined before then and have nothing left leave
        the course, and ids under which nothing is left are forgotten.
        """
        with self._engine.begin() as c:
            known = c.execute(select(CourseRecord.id).where(CourseRecord.name == course)).scalar()
            old = select(_S.id).where(_S.course_id == known, _S.submitted_at < before)
            gone = tuple(c.execute(old).scalars())
            _wipe(c, {_S.__tablename__: old})
            for table in METADATA.sorted_tables:
                when = next((table.c[name] for name in ("at", "saved_at") if name in table.c), None)
                if when is not None and "course_id" in table.c:
                    c.execute(delete(table).where(table.c.course_id == known, when < before))
            left = select(_S.student_id).where(_S.course_id == known)
            over = (_M.course_id == known, _M.role == "student", _M.created_at < before, _M.student_id.not_in(left))
            members = c.execute(delete(_M).where(*over)).rowcount
            forgotten = _orphans(c)
            _wipe(c, {StudentRecord.__tablename__: forgotten})
            changed = bool(gone or members or forgotten)
            if changed:
                write_entry(c, entry)
        if changed:
            self._shred()
        return gone

    def idle(self, before: datetime) -> tuple[int, ...]:
        """Users made before then who have no part in any course and administer nothing."""
        wanted = select(_U.id).where(
            _U.id.not_in(select(_M.user_id)), _U.administrator.is_(False), _U.created_at < before
        )
        with self._reading.begin() as c:
            return tuple(c.execute(wanted).scalars())

    def _shred(self) -> None:
        """What was deleted is zeros in the database; in its journal it is to be no longer either."""
        if self._engine.dialect.name == "sqlite":
            raw = self._engine.raw_connection()  # a transaction of ours would be in its way
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()


def _ids(c: Connection, subject: Subject) -> dict[str, Ids]:
    known = select(StudentRecord.id).where(StudentRecord.name.in_(subject.students))
    students = c.execute(known).scalars().all()
    return {
        _U.__tablename__: [] if subject.user is None else [subject.user.id],
        StudentRecord.__tablename__: students,
        _S.__tablename__: select(_S.id).where(_S.student_id.in_(students)),
    }


def _belongs(table: Table, ids: dict[str, Ids]) -> ColumnElement[bool]:
    """Is a row of this table one of these, or of these?"""
    mine = [column.in_(ids[to]) for to, column in _keys(table) if to in ids]
    return or_(false(), *mine)


def _keys(table: Table) -> Iterator[tuple[str, ColumnElement[int]]]:
    """Columns that say whose a row is, with the table that they point to; its own key for that table."""
    if "id" in table.c:
        yield table.name, table.c.id
    for column in table.c:
        if column is not _BY:
            yield from ((key.column.table.name, column) for key in column.foreign_keys)


def _wipe(c: Connection, ids: dict[str, Ids]) -> None:
    _keep_others_off(c, ids)
    for table in reversed(METADATA.sorted_tables):  # those that point to others first
        if any(to in ids for to, _ in _keys(table)):
            c.execute(delete(table).where(_belongs(table, ids)))


def _keep_others_off(c: Connection, ids: dict[str, Ids]) -> None:
    """Nobody hangs anything on these rows from here on: who is at it is waited for, who comes later finds them gone."""
    for table in (_U, StudentRecord, _S):
        if table.__tablename__ in ids:
            c.execute(
                select(table.id).where(table.id.in_(ids[table.__tablename__])).order_by(table.id).with_for_update()
            )


def _orphans(c: Connection) -> Sequence[int]:
    """Student ids under which nothing is left, and nobody hands in now."""
    wanted = select(StudentRecord.id).where(
        StudentRecord.id.not_in(select(_S.student_id)),
        StudentRecord.id.not_in(select(_M.student_id).where(_M.student_id.is_not(None))),
    )
    locked = c.execute(wanted.order_by(StudentRecord.id).with_for_update()).scalars().all()
    return c.execute(wanted.where(StudentRecord.id.in_(locked))).scalars().all()


def _delete_invitations(c: Connection, user: UserRow) -> None:
    """Those that name the person: they are tied to nobody by a key."""
    names = [name for name in (user.name, user.email) if name]
    i = InvitationRecord
    c.execute(delete(i).where(or_(i.name.in_(names), i.email.in_(names))))
