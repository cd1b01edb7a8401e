"""The store's verbs on what is to be sent to others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select, update

from grader.store.delivery_models import DeliveryRecord
from grader.store.delivery_rows import Change, Delivery, Parcel
from grader.store.group import Group, course_id, student_id
from grader.store.locks import Lock, hold
from grader.store.models import CourseRecord, ReportRecord, StudentRecord, SubmissionRecord

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["SUPERSEDED", "Deliveries"]

SUPERSEDED = "superseded"
"""Why a parcel was not sent: there is a newer one for the same place."""
_D = DeliveryRecord


class Deliveries(Group):
    """The outbox: scores for an LMS, reports for a webhook."""

    def put(self, now: datetime, decide: Callable[[Parcel | None], Parcel | None], like: Parcel) -> Delivery | None:
        """Add what `decide` makes of the last parcel for the same place as `like`, sent or not; None adds nothing.

        It is asked inside the transaction, so that two at once can't both be the next one.
        """
        with self._engine.begin() as c:
            course = course_id(c, like.course)
            student = None if like.student is None else student_id(c, like.student)
            target = json.dumps(like.target, sort_keys=True)
            same = (_D.kind == like.kind, _D.course_id == course, _D.student_id == student, _D.target == target)
            newest = c.execute(select(func.max(_D.id)).where(*same)).scalar()
            last = None if newest is None else _fetch(c, _D.id == newest)[0].parcel
            parcel = decide(last)
            if parcel is None:
                return None
            c.execute(update(_D).where(*same, _D.done_at.is_(None)).values(done_at=now, failed=SUPERSEDED))
            added = insert(_D).values(
                kind=parcel.kind,
                course_id=course,
                submission_id=parcel.submission,
                student_id=student,
                target=target,
                payload=json.dumps(parcel.payload),
                not_before=now,
                tries=0,
            )
            new = c.execute(added.returning(_D.id)).scalar_one()
            return _fetch(c, _D.id == new)[0]

    def due(self, now: datetime, most: int = 100) -> tuple[Delivery, ...]:
        """What may be sent now, oldest first."""
        with self._reading.begin() as c:
            return _fetch(c, _D.done_at.is_(None), _D.not_before <= now)[:most]

    def next_at(self) -> datetime | None:
        """When the next parcel may be sent; None when all is sent."""
        with self._reading.begin() as c:
            return c.execute(select(func.min(_D.not_before)).where(_D.done_at.is_(None))).scalar()

    def unsent(self, course: str) -> tuple[Delivery, ...]:
        """What a course's outbox holds, and what was given up, oldest first."""
        with self._reading.begin() as c:
            lost = _D.failed.is_not(None) & (_D.failed != SUPERSEDED)
            return _fetch(c, CourseRecord.name == course, _D.done_at.is_(None) | lost)

    def changes(self, after: int, most: int = 100) -> tuple[Change, ...]:
        """The reports that were accepted after the one of this number, in their order."""
        r, s = ReportRecord, SubmissionRecord
        query = (
            select(r.id, CourseRecord.name, StudentRecord.name, s.exercise, s.id, r.token)
            .join(s, s.id == r.submission_id)
            .join(CourseRecord, CourseRecord.id == s.course_id)
            .join(StudentRecord, StudentRecord.id == s.student_id)
            .where(r.id > after)
            .order_by(r.id)
            .limit(most)
        )
        with self._one_moment.begin() as c:
            hold(c, Lock.REPORTS)  # a report that was numbered before these may not be visible yet
            return tuple(Change(*row) for row in c.execute(query))

    @property
    def _one_moment(self) -> Engine:
        """What sees everything that was accepted before a lock was had; SQLite's readers do without locks."""
        return self._reading if self._engine.dialect.name == "sqlite" else self._busy

    def newest_report(self) -> int:
        """The highest number of a report that there is, 0 before the first."""
        with self._reading.begin() as c:
            return c.execute(select(func.max(ReportRecord.id))).scalar() or 0

    def restate(self, delivery: int, payload: dict[str, Any]) -> bool:
        """Keep what the next try says; False: it is settled, or superseded."""
        with self._busy.begin() as c:
            mine = update(_D).where(_D.id == delivery, _D.done_at.is_(None))
            return c.execute(mine.values(payload=json.dumps(payload))).rowcount == 1

    def finish(self, delivery: int, at: datetime) -> None:
        """It arrived."""
        self._settle(delivery, tries=_D.tries + 1, done_at=at, failed=None)

    def postpone(self, delivery: int, until: datetime, why: str) -> None:
        """It did not arrive, and is tried again."""
        self._settle(delivery, tries=_D.tries + 1, not_before=until, failed=why)

    def give_up(self, delivery: int, at: datetime, why: str) -> None:
        """It will never arrive."""
        self._settle(delivery, tries=_D.tries + 1, done_at=at, failed=why)

    def _settle(self, delivery: int, **values: object) -> None:
        with self._busy.begin() as c:  # one that was superseded meanwhile stays so
            c.execute(update(_D).where(_D.id == delivery, _D.done_at.is_(None)).values(**values))


def _fetch(c: Connection, *wanted: ColumnElement[bool]) -> tuple[Delivery, ...]:
    rows = c.execute(
        select(*_D.__table__.columns, CourseRecord.name.label("course"), StudentRecord.name.label("student"))
        .join(CourseRecord, CourseRecord.id == _D.course_id)
        .outerjoin(StudentRecord, StudentRecord.id == _D.student_id)
        .where(*wanted)
        .order_by(_D.id)
    )
    return tuple(
        Delivery(
            row.id,
            Parcel(
                row.kind,
                row.course,
                json.loads(row.target),
                json.loads(row.payload),
                student=row.student,
                submission=row.submission_id,
            ),
            row.not_before,
            row.tries,
            row.done_at,
            row.failed,
        )
        for row in rows
    )
