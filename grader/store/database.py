"""The store: receive, claim, finish, look up. Every verb is one transaction, and any thread may call it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from sqlalchemy import ColumnElement, Engine, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from grader.errors import InternalError, UsageError
from grader.store.claims import find_claimable, take
from grader.store.connect import connect, migrate
from grader.store.errors import KeyReusedError
from grader.store.group import course_id, student_id
from grader.store.locks import busy, reading
from grader.store.models import CourseRecord, ReportRecord, StudentRecord, SubmissionRecord
from grader.store.proposals import fetch_proposals, forget_proposal, keep_proposal, revise
from grader.store.query import fetch_row, fetch_rows
from grader.store.reports import keep_report
from grader.store.rows import Admit, Draft, Lease, Outcome, Proposal, Received, Standing, State, SubmissionRow
from grader.store.wake import Bell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from grader.store.accounts import Accounts
    from grader.store.audit import Audit, Entry
    from grader.store.classbook import Classbook
    from grader.store.credentials import Credentials
    from grader.store.deliveries import Deliveries
    from grader.store.lti import Lti
    from grader.store.personal import Personal
    from grader.store.questions import Questions

__all__ = ["LEASE_S", "Store"]

LEASE_S = 900
"""How long a claim holds if not said otherwise. A dead owner's is free at once, where it can be seen to be dead."""

_FREE = ("rejected", "grader_error")
_S = SubmissionRecord


class Store:
    """Submissions and reports of any number of courses. Made by `Store.open`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._busy = busy(engine)
        self._reading = reading(engine)

    @classmethod
    def open(cls, where: Path | str) -> Self:
        """Open the database at a path or address; a file is made, and either is migrated, where needed.

        Raises:
            UsageError: the path can't be written, the address can't be read.
            InternalError: away, locked for too long, or written by a newer grader.
        """
        engine = connect(where)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def copy_to(
        self,
        target: Store,
        courses: Sequence[str] | None = None,
        *,
        on_submission: Callable[[], None] = lambda: None,
    ) -> dict[str, int]:
        """Copy courses, or everything into an empty store; how many rows, by table. Raises as `copy_rows` does."""
        from grader.store.copy import copy_rows

        return copy_rows(self.engine, target.engine, courses, on_submission=on_submission)

    def listen(self, on_wake: Callable[[], None] = lambda: None) -> Bell:
        """What graders without work sleep on: rings when something new waits, as far as the database tells."""
        return Bell(self._engine, on_wake)

    @property
    def engine(self) -> Engine:
        """The database itself, for what is no verb."""
        return self._engine

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What a class on a server needs beside; made on first use, as SQLAlchemy takes its time over every table

    @cached_property
    def accounts(self) -> Accounts:
        """People and their part in courses."""
        from grader.store.accounts import Accounts

        return Accounts(self._engine)

    @cached_property
    def credentials(self) -> Credentials:
        """Sessions, tokens, device codes."""
        from grader.store.credentials import Credentials

        return Credentials(self._engine)

    @cached_property
    def audit(self) -> Audit:
        """Every change of a grade."""
        from grader.store.audit import Audit

        return Audit(self._engine)

    @cached_property
    def classbook(self) -> Classbook:
        """Extensions, excuses, comments."""
        from grader.store.classbook import Classbook

        return Classbook(self._engine)

    @cached_property
    def questions(self) -> Questions:
        """Disputes and drafts."""
        from grader.store.questions import Questions

        return Questions(self._engine)

    @cached_property
    def personal(self) -> Personal:
        """All that there is of one person."""
        from grader.store.personal import Personal

        return Personal(self._engine)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What is to be sent to others."""
        from grader.store.deliveries import Deliveries

        return Deliveries(self._engine)

    @cached_property
    def lti(self) -> Lti:
        """LTI platforms, their users and links."""
        from grader.store.lti import Lti

        return Lti(self._engine)

    # Taking in

    def receive(self, draft: Draft, admit: Admit, *, claim: bool = False, lease_s: int = LEASE_S) -> Received:
        """Store a submission before anything else is done with it; the same key gives the row that is there.

        `admit` is asked inside the transaction, so that two hand-ins at once can't both be the last attempt. With
        `claim` the new row belongs to the caller from its first moment.

        Raises:
            KeyReusedError: the key was used for another file.
            PolicyError: whatever `admit` raises; nothing is stored then.
        """
        with self._engine.begin() as c:
            course, student = course_id(c, draft.course), student_id(c, draft.student)
            known = c.execute(select(_S.id, _S.sha256).where(_S.course_id == course, _S.key == draft.key)).first()
            if known is not None:
                if known.sha256 != draft.sha256:
                    raise KeyReusedError("This hand-in was already made with another file.", "Submit it as a new one.")
                return Received(fetch_row(c, known.id), is_new=False, lease=None)
            mine = (_S.course_id == course, _S.student_id == student, _S.exercise == draft.exercise)
            used, highest, last_at = c.execute(
                select(func.count(), func.max(_S.attempt), func.max(_S.submitted_at)).where(
                    *mine, _S.state.not_in(_FREE)
                )
            ).one()
            standing = Standing(used=used, next_attempt=(highest or 0) + 1, last_at=last_at)
            admission = admit(standing)
            result = c.execute(
                insert(_S)
                .values(
                    course_id=course,
                    exercise=draft.exercise,
                    student_id=student,
                    attempt=standing.next_attempt,
                    state="received",
                    name=draft.name,
                    data=draft.data,
                    sha256=draft.sha256,
                    submitted_at=draft.submitted_at,
                    claimed_at=draft.claimed_at,
                    key=draft.key,
                    seed=admission.seed,
                    late_days=admission.late_days,
                    by_staff=admission.by_staff,
                    device=draft.device,
                    language=draft.language,
                )
                .returning(_S.id)
            )
            new = result.scalar_one()
            lease = take(c, new, lease_s) if claim else None
            return Received(fetch_row(c, new), is_new=True, lease=lease)

    # Grading

    def claim(self, submission: int, *, lease_s: int = LEASE_S) -> Lease | None:
        """Take one submission to grade it; None when it is done or somebody alive has it. The claim ends on its own."""
        with self._engine.begin() as c:
            return take(c, submission, lease_s) if submission in find_claimable(c, _S.id == submission) else None

    def waiting(self, course: str) -> tuple[int, ...]:
        """What a `claim` would be given now, oldest first: what waits, and what dead graders had."""
        with self._reading.begin() as c:
            known = select(CourseRecord.id).where(CourseRecord.name == course).scalar_subquery()
            return tuple(find_claimable(c, _S.course_id == known))

    def finish(self, lease: Lease, outcome: Outcome, *, late_days: int | None = None) -> bool:
        """Accept the report, once: False, and nothing is kept, when the submission has been claimed again since.

        `late_days`: how late it counts as by now, where that may have changed since it was received.
        """
        late = {} if late_days is None else {"late_days": late_days}
        with self._engine.begin() as c:
            done = c.execute(
                update(_S)
                .where(_S.id == lease.id, _S.token == lease.token, _S.state == "grading")
                .values(state=outcome.state, owner=None, lease_until=None, tries=0, **late)
            )
            if done.rowcount != 1:
                return False
            keep_report(c, lease.id, lease.token, outcome)
            return True

    def release(self, lease: Lease) -> None:
        """Give a claim back unfinished, as if it had not been made; no effect if it is no longer held."""
        with self._engine.begin() as c:
            c.execute(
                update(_S)
                .where(_S.id == lease.id, _S.token == lease.token, _S.state == "grading")
                .values(state="received", owner=None, lease_until=None, tries=_S.tries - 1)
            )

    # Grading anew

    def propose(self, proposal: Proposal) -> None:
        """Keep what a submission would get, in place of what was proposed for it before."""
        with self._engine.begin() as c:
            keep_proposal(c, proposal)

    def proposals(self, course: str) -> tuple[Proposal, ...]:
        """What is proposed for the course's submissions, also where it is void by now."""
        with self._reading.begin() as c:
            known = select(CourseRecord.id).where(CourseRecord.name == course).scalar_subquery()
            return fetch_proposals(c, SubmissionRecord.course_id == known)

    def revise(self, proposal: Proposal, entry: Entry | None = None) -> bool:
        """Make a proposal the submission's report: False, and nothing changes, when there is another since.

        `entry` is the line of the audit log that says so.
        """
        with self._engine.begin() as c:
            done = revise(c, proposal)
            if done and entry is not None:
                from grader.store.audit import write_entry

                write_entry(c, entry)
            return done

    def reopen(self, submission: int) -> None:
        """Let a finished submission be graded again; its report stands until the new one is accepted."""
        with self._engine.begin() as c:
            c.execute(
                update(_S)
                .where(_S.id == submission, _S.state.not_in(("received", "grading")))
                .values(state="received", tries=0)
            )

    # Looking up

    def answers(self) -> bool:
        """Can it be read now?"""
        try:
            with self._reading.begin() as c:
                return c.execute(select(1)).scalar() == 1
        except (SQLAlchemyError, InternalError):
            return False

    def row(self, submission: int) -> SubmissionRow | None:
        """One submission, None when there is none with this id."""
        with self._reading.begin() as c:
            rows = fetch_rows(c, _S.id == submission)
        return rows[0] if rows else None

    def rows(
        self,
        course: str,
        *,
        student: str | None = None,
        exercise: str | None = None,
        states: Iterable[State] | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> tuple[SubmissionRow, ...]:
        """The course's submissions, oldest first, of one student or exercise where named.

        Only those in these `states`, and with an id above `after`, where given; at most `limit`.
        """
        wanted: list[ColumnElement[bool]] = [CourseRecord.name == course]
        if student is not None:
            wanted.append(StudentRecord.name == student)
        if exercise is not None:
            wanted.append(_S.exercise == exercise)
        if states is not None:
            wanted.append(_S.state.in_(tuple(states)))
        if after is not None:
            wanted.append(_S.id > after)
        with self._reading.begin() as c:
            return fetch_rows(c, *wanted, limit=limit)

    def package(self, submission: int) -> tuple[str, bytes]:
        """The name and bytes that were handed in. Raises `UsageError` when there is no such submission."""
        with self._reading.begin() as c:
            found = c.execute(select(_S.name, _S.data).where(_S.id == submission)).first()
        if found is None:
            raise UsageError(f"There is no submission #{submission}.", "See `grade history`.")
        return found.name, found.data

    def reports(self, course: str, student: str | None, exercise: str) -> tuple[tuple[int, bytes], ...]:
        """The accepted reports' JSON of submissions of an exercise, of one student or all, by id, oldest first."""
        newest = aliased(ReportRecord)
        last = select(func.max(newest.token)).where(newest.submission_id == _S.id).scalar_subquery()
        wanted = (
            select(_S.id, ReportRecord.document)
            .join(ReportRecord, (ReportRecord.submission_id == _S.id) & (ReportRecord.token == last))
            .join(CourseRecord, CourseRecord.id == _S.course_id)
            .join(StudentRecord, StudentRecord.id == _S.student_id)
            .where(CourseRecord.name == course, _S.exercise == exercise)
            .order_by(_S.id)
        )
        if student is not None:
            wanted = wanted.where(StudentRecord.name == student)
        with self._reading.begin() as c:
            return tuple((row.id, row.document) for row in c.execute(wanted))

    def amend(self, submission: int, change: Callable[[bytes], bytes]) -> None:
        """Put what `change` makes of the accepted report's JSON in its place; no effect where there is none.

        Score, state and versions stay as they are: for these there are claims. What was proposed in the report's place
        was made from the one before, and is forgotten.
        """
        with self._engine.begin() as c:
            found = c.execute(
                select(ReportRecord.id, ReportRecord.document)
                .where(ReportRecord.submission_id == submission)
                .order_by(ReportRecord.token.desc())
                .limit(1)
            ).first()
            if found is not None:
                c.execute(
                    update(ReportRecord).where(ReportRecord.id == found.id).values(document=change(found.document))
                )
                forget_proposal(c, submission)

    def report(self, submission: int) -> bytes | None:
        """The accepted report's JSON, staff view; None while there is none."""
        with self._reading.begin() as c:
            return c.execute(
                select(ReportRecord.document)
                .where(ReportRecord.submission_id == submission)
                .order_by(ReportRecord.token.desc())
                .limit(1)
            ).scalar()
