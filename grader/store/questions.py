"""The store's verbs on what students ask and write: disputes about a test, drafts in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from grader.errors import UsageError, worded
from grader.store.audit import write_entry
from grader.store.class_models import DisputeRecord, DraftRecord
from grader.store.class_rows import DisputeRow, DraftRow
from grader.store.group import Group, course_id, insert_on
from grader.store.models import CourseRecord, StudentRecord, SubmissionRecord

if TYPE_CHECKING:
    from datetime import datetime

    from grader.store.audit import Entry
    from grader.store.class_rows import OutcomeOfDispute

__all__ = ["Questions"]

_D, _S = DisputeRecord, SubmissionRecord


class Questions(Group):
    """Disputes and drafts."""

    def open_dispute(self, submission: int, test: str, question: str, at: datetime) -> DisputeRow:
        """Keep a question. Raises `UsageError`: this test of this submission is asked about already."""
        with self._engine.begin() as c:
            same = (_D.submission_id == submission, _D.test == test, _D.state == "open")
            if c.execute(select(_D.id).where(*same)).first() is not None:
                raise UsageError(
                    worded("You have asked about this test, and nobody has answered yet."),
                    worded("Wait for the answer, or ask your instructor."),
                )
            new = insert(_D).values(submission_id=submission, test=test, question=question, asked_at=at, state="open")
            return _fetch(c, _D.id == c.execute(new.returning(_D.id)).scalar_one())[0]

    def dispute(self, number: int) -> DisputeRow | None:
        """One dispute."""
        with self._reading.begin() as c:
            found = _fetch(c, _D.id == number)
        return found[0] if found else None

    def disputes(
        self,
        course: str,
        *,
        state: str | None = None,
        student: str | None = None,
        submission: int | None = None,
    ) -> tuple[DisputeRow, ...]:
        """Those of a course, oldest first."""
        asked = ((_D.state, state), (StudentRecord.name, student), (_D.submission_id, submission))
        wanted = [column == value for column, value in asked if value is not None]
        with self._reading.begin() as c:
            return _fetch(c, CourseRecord.name == course, *wanted)

    def answer(
        self, number: int, text: str, outcome: OutcomeOfDispute, *, by: str, at: datetime, regrade: Entry | None = None
    ) -> bool:
        """Answer an open dispute; False: somebody has. `regrade`: its submission waits to be graded again."""
        with self._engine.begin() as c:
            done = c.execute(
                update(_D)
                .where(_D.id == number, _D.state == "open")
                .values(state="answered", answer=text, outcome=outcome, by=by, answered_at=at)
                .returning(_D.submission_id)
            ).first()
            if done is not None and regrade is not None:
                finished = (_S.id == done.submission_id, _S.state.not_in(("received", "grading")))
                c.execute(update(_S).where(*finished).values(state="received", tries=0))
                write_entry(c, regrade)
            return done is not None

    def save_draft(self, user: int, course: str, exercise: str, draft: DraftRow) -> None:
        """Keep what is in the editor, in place of what was."""
        with self._busy.begin() as c:
            whose = {"user_id": user, "course_id": course_id(c, course), "exercise": exercise}
            kept = {"text": draft.text, "saved_at": draft.saved_at}
            new = insert_on(c, DraftRecord).values(**whose, **kept)
            c.execute(new.on_conflict_do_update(index_elements=list(whose), set_=kept))

    def draft(self, user: int, course: str, exercise: str) -> DraftRow | None:
        """What was in the editor; None: nothing yet."""
        wanted = (
            select(DraftRecord.text, DraftRecord.saved_at)
            .join(CourseRecord, CourseRecord.id == DraftRecord.course_id)
            .where(DraftRecord.user_id == user, CourseRecord.name == course, DraftRecord.exercise == exercise)
        )
        with self._reading.begin() as c:
            found = c.execute(wanted).first()
        return None if found is None else DraftRow(*found)


_COLUMNS: tuple[Any, ...] = (
    _D.id,
    _D.submission_id,
    CourseRecord.name,
    StudentRecord.name,
    _S.exercise,
    _D.test,
    _D.question,
    _D.asked_at,
    _D.state,
    _D.answer,
    _D.outcome,
    _D.by,
    _D.answered_at,
)
"""As `DisputeRow` has them."""


def _fetch(c: Connection, *wanted: ColumnElement[bool]) -> tuple[DisputeRow, ...]:
    found = c.execute(
        select(*_COLUMNS)
        .join(_S, _S.id == _D.submission_id)
        .join(CourseRecord, CourseRecord.id == _S.course_id)
        .join(StudentRecord, StudentRecord.id == _S.student_id)
        .where(*wanted)
        .order_by(_D.id)
    )
    return tuple(DisputeRow(*row) for row in found)
