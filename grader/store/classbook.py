"""The store's verbs on what staff grant and say: extensions, excuses, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, insert, select, update

from grader.store.audit import Entry, write_entry
from grader.store.class_models import CommentRecord, ExcuseRecord, ExtensionRecord
from grader.store.class_rows import CommentRow, ExcuseRow, ExtensionRow
from grader.store.group import Group, course_id, student_id
from grader.store.models import CourseRecord, StudentRecord, SubmissionRecord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

__all__ = ["Classbook"]

_X, _E, _C = ExtensionRecord, ExcuseRecord, CommentRecord


class Classbook(Group):
    """What staff grant and say. What changes a grade takes the line of the audit log that says so."""

    # Extensions

    def extend(
        self,
        entry: Entry,
        exercise: str,
        until: datetime | None,
        reason: str,
        *,
        reopen: Iterable[int] = (),
    ) -> None:
        """Give the entry's student until then, or (None) no more than everyone.

        `reopen` are submissions that this makes more or less late: they wait to be graded again, and keep their
        reports until they are.
        """
        with self._engine.begin() as c:
            values = _whose(c, entry, exercise)
            c.execute(insert(_X).values(**values, until=until, reason=reason, by=entry.actor, at=entry.at))
            waiting = (SubmissionRecord.id.in_(list(reopen)), SubmissionRecord.state == "graded")
            c.execute(update(SubmissionRecord).where(*waiting).values(state="received", tries=0))
            write_entry(c, entry)

    def extension(self, course: str, student: str, exercise: str) -> datetime | None:
        """Until when this student has time; None: as long as everyone."""
        wanted = _joined(_X, _X.until).where(
            CourseRecord.name == course, StudentRecord.name == student, _X.exercise == exercise
        )
        with self._reading.begin() as c:
            until: datetime | None = c.execute(wanted.order_by(_X.id.desc()).limit(1)).scalar()
            return until

    def extensions(self, course: str, *, student: str | None = None) -> tuple[ExtensionRow, ...]:
        """All that were ever given, oldest first; of each student and exercise the last one counts."""
        with self._reading.begin() as c:
            columns = (_X.id, StudentRecord.name, _X.exercise, _X.until, _X.reason, _X.by, _X.at)
            found = c.execute(_joined(_X, *columns).where(*_of(course, student)).order_by(_X.id))
            return tuple(ExtensionRow(*row) for row in found)

    # Excuses

    def excuse(self, entry: Entry, exercise: str, reason: str) -> None:
        """The entry's student need not do the exercise; no effect where that is so already."""
        with self._engine.begin() as c:
            values = _whose(c, entry, exercise)
            if c.execute(select(_E.id).filter_by(**values).where(_E.withdrawn_at.is_(None))).first() is None:
                c.execute(insert(_E).values(**values, reason=reason, by=entry.actor, at=entry.at))
                write_entry(c, entry)

    def withdraw_excuse(self, entry: Entry, exercise: str) -> bool:
        """The entry's student has to do the exercise after all; False: they had to."""
        with self._engine.begin() as c:
            still = [getattr(_E, name) == value for name, value in _whose(c, entry, exercise).items()]
            done = c.execute(update(_E).where(*still, _E.withdrawn_at.is_(None)).values(withdrawn_at=entry.at))
            if done.rowcount:
                write_entry(c, entry)
            return done.rowcount > 0

    def excuses(self, course: str, *, student: str | None = None) -> tuple[ExcuseRow, ...]:
        """Those that stand, oldest first."""
        with self._reading.begin() as c:
            columns = (_E.id, StudentRecord.name, _E.exercise, _E.reason, _E.by, _E.at, _E.withdrawn_at)
            wanted = _joined(_E, *columns).where(*_of(course, student), _E.withdrawn_at.is_(None))
            return tuple(ExcuseRow(*row) for row in c.execute(wanted.order_by(_E.id)))

    # Comments

    def comment(
        self,
        course: str,
        student: str,
        exercise: str,
        text: str,
        *,
        submission: int | None,
        by: str,
        role: str,
        at: datetime,
    ) -> int:
        """Keep what staff say; its number."""
        with self._engine.begin() as c:
            new = insert(_C).values(
                course_id=course_id(c, course),
                student_id=student_id(c, student),
                exercise=exercise,
                submission_id=submission,
                text=text,
                by=by,
                role=role,
                at=at,
            )
            return c.execute(new.returning(_C.id)).scalar_one()

    def comments(
        self, course: str, *, student: str | None = None, exercise: str | None = None
    ) -> tuple[CommentRow, ...]:
        """What staff said, oldest first."""
        wanted = [*_of(course, student), *([_C.exercise == exercise] if exercise is not None else [])]
        columns = (_C.id, StudentRecord.name, _C.exercise, _C.submission_id, _C.text, _C.by, _C.role, _C.at)
        with self._reading.begin() as c:
            return tuple(CommentRow(*row) for row in c.execute(_joined(_C, *columns).where(*wanted).order_by(_C.id)))


def _whose(c: Connection, entry: Entry, exercise: str) -> dict[str, object]:
    assert entry.course is not None
    assert entry.student is not None
    return {
        "course_id": course_id(c, entry.course),
        "student_id": student_id(c, entry.student),
        "exercise": exercise,
    }


def _joined(table: type[ExtensionRecord | ExcuseRecord | CommentRecord], *columns: Any) -> Select[Any]:
    joined: Select[Any] = select(*columns)
    return joined.join_from(table, CourseRecord, CourseRecord.id == table.course_id).join(
        StudentRecord, StudentRecord.id == table.student_id
    )


def _of(course: str, student: str | None) -> list[ColumnElement[bool]]:
    return [CourseRecord.name == course, *([StudentRecord.name == student] if student is not None else [])]
