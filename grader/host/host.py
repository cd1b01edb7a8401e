"""The host of one course: what commands and pages do, apart from how they show it."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import math
import threading
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from grader.course import policy
from grader.errors import InternalError, UsageError, UserError, worded
from grader.host.accept import Gate
from grader.host.adjusted import keep_override
from grader.host.grade import Grading
from grader.host.hints import count_hints, tell_hint
from grader.host.lateness import days_late
from grader.host.lookup import find_report
from grader.host.secret import read_secret
from grader.host.state import course_state, store_of
from grader.host.students import check_student
from grader.report import from_json
from grader.store import Draft, Received, Store
from grader.store.database import LEASE_S
from grader.submission import Packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.course.hints import Advice
    from grader.course.model import Course, Exercise
    from grader.engine.port import Engine, OnTest
    from grader.errors import SubmissionError
    from grader.host.hints import Told
    from grader.judge.verdicts import Verdicts
    from grader.report.model import Report
    from grader.store.rows import Lease, Outcome, SubmissionRow
    from grader.submission.model import Submission

__all__ = ["Host"]

MOST_TRIES = 3
"""A submission that ended this many graders is not given to another."""


def _now() -> datetime:
    return datetime.now(UTC)


class Host:
    """Takes submissions in, grades them and looks them up. Any thread may call it; close it at the end."""

    def __init__(
        self,
        course: Course,
        store: Store,
        *,
        secret: bytes,
        engine: Engine | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.course = course
        self.store = store
        self._secret = secret
        self._clock = clock
        self.stopping = threading.Event()
        """Set it before processes are ended on purpose: a fault from then on is no result."""
        self._grading = None if engine is None else Grading(course, engine, self._reports_before)

    @classmethod
    def open(cls, course: Course, engine: Engine | None = None) -> Self:
        """The host over the course's own state folder; without an engine it only looks up and takes in."""
        folder = course_state(course.id)
        return cls(course, Store.open(store_of(course.id)), secret=read_secret(folder), engine=engine)

    def close(self) -> None:
        """Close the store; the engine is its maker's to close."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Taking in

    def accept(
        self,
        student: str,
        packed: Packed,
        slug: str,
        *,
        key: str | None = None,
        device: str = "auto",
        language: str = "en",
        claimed_at: datetime | None = None,
        seed: int | None = None,
        rules: bool = True,
        claim: bool = True,
    ) -> Received:
        """Store a packed submission if the policy lets it in, before anything looks inside.

        `key` names the hand-in: sent again it gives the same submission. With `claim` it is the caller's to grade.
        `claimed_at` is when the student's own clock says that it was handed in, where it could not be sent at once.
        `rules=False` is for staff who hand in for students: no dates, no limits.

        Raises:
            RefusalError: closed, not yet open, no attempts left, cooling down.
            UsageError: unknown slug, an id that can't be used, a key used for another file.
        """
        exercise = self.course.exercise(slug)
        draft = Draft(
            course=self.course.id,
            exercise=slug,
            student=check_student(student),
            name=packed.name,
            data=packed.data,
            sha256=hashlib.sha256(packed.data).hexdigest(),
            submitted_at=self._clock(),
            key=key or uuid.uuid4().hex,
            device=device,
            language=language,
            claimed_at=claimed_at,
        )
        gate = Gate(
            exercise=exercise,
            student=student,
            now=draft.submitted_at,
            zone=self.course.timezone,
            secret=self._secret,
            seed=seed,
            rules=rules,
            extension=self.extension(student, slug),
            claimed_at=claimed_at,
            counting=functools.partial(self._score, student, slug),
        )
        return self.store.receive(draft, gate.admit, claim=claim, lease_s=self._lease_s(slug))

    # Grading

    def grade(
        self,
        received: Received,
        *,
        on_test: OnTest | None = None,
        refusal: SubmissionError | None = None,
        may_ask: bool = True,
    ) -> Report:
        """The staff's report of a stored submission: judged now, or the one that is there.

        `refusal` says why the file could not even be packed. When another process has the submission, this waits.
        `may_ask`: can the student ask for hints here, as the report then says?

        Raises:
            UsageError: it can't be judged on this machine, or its student was erased meanwhile.
        """
        while True:
            lease = received.lease or self._claim(received.row)
            if lease is not None:
                report = self._grade(lease, received.row, on_test, refusal, may_ask=may_ask)
                if report is not None:
                    return report
            done = self.store.row(received.row.id)
            if done is None:
                raise UsageError(worded("Submission #{number} was deleted meanwhile.", number=received.row.id))
            document = self.store.report(received.row.id)
            if done.state not in ("received", "grading") and document is not None:
                return from_json(document)
            received = replace(received, lease=None)
            time.sleep(0.1)

    def waiting(self) -> tuple[int, ...]:
        """Submissions that nobody alive grades, oldest first."""
        return self.store.waiting(self.course.id)

    def take(self, submission: int) -> Received | None:
        """A waiting submission with the right to `grade` it; None: somebody else has it by now.

        Raises:
            UsageError: its exercise is gone from the course.
        """
        row = self.store.row(submission)
        lease = None if row is None else self._claim(row)
        return None if row is None or lease is None else Received(row, is_new=False, lease=lease)

    def grade_waiting(self) -> Iterator[Report]:
        """Grade what an ended grader left behind, oldest first.

        What can't be judged now goes on waiting: there is no GPU here, or the exercise is gone from the course.
        """
        for submission in self.store.waiting(self.course.id):
            row = self.store.row(submission)
            report = None
            with contextlib.suppress(UserError):
                lease = None if row is None else self._claim(row)
                if row is not None and lease is not None:
                    report = self._grade(lease, row, None, None)
            if report is not None:
                yield report

    def judge_again(self, row: SubmissionRow, packed: Packed) -> tuple[Report, Outcome]:
        """What the course would make of a stored submission now; nothing is stored, and no attempt is used.

        Raises whatever says that it can't be judged now.
        """
        return self._need_engine().judge_or_raise(row, packed, now=row.submitted_at)

    def try_out(self, exercise: Exercise, submission: Submission, *, seed: int, device: str) -> Verdicts:
        """What the engine makes of a submission that is nobody's, for authors; nothing is stored.

        Raises what the engine raises.
        """
        return self._need_engine().engine.judge(exercise, submission, seed=seed, device=device)

    def suite_changed(self, row: SubmissionRow) -> bool:
        """Was this submission judged by another suite, or for other points, than the course has now?"""
        if row.suite is None:
            return False
        points = self.course.exercise(row.exercise).points
        return row.suite != self._need_engine().suite(row.exercise) or row.max_score != points

    def _claim(self, row: SubmissionRow) -> Lease | None:
        return self.store.claim(row.id, lease_s=self._lease_s(row.exercise))

    def _lease_s(self, slug: str) -> int:
        """Longer than grading can take: the submission, a judge that is checked against the reference, a slow start."""
        return LEASE_S + 4 * math.ceil(self.course.exercise(slug).limits.submission_s)

    def _grade(
        self,
        lease: Lease,
        row: SubmissionRow,
        on_test: OnTest | None,
        refusal: SubmissionError | None,
        *,
        may_ask: bool = True,
    ) -> Report | None:
        grading = self._need_engine()
        try:
            row = replace(row, late_days=self.days_late(row))
            judged = self._judge(grading, lease, row, on_test, refusal, may_ask=may_ask)
            report, outcome = keep_override(self.store, row, *judged)
            if outcome.state == "grader_error" and self.stopping.is_set():
                raise InternalError("Grading was stopped.", "The next run grades what is left.")
            return report if self.store.finish(lease, outcome, late_days=row.late_days) else None
        except BaseException:  # also Ctrl-C: the next run finds the submission free
            self.store.release(lease)
            raise

    def _judge(
        self,
        grading: Grading,
        lease: Lease,
        row: SubmissionRow,
        on_test: OnTest | None,
        refusal: SubmissionError | None,
        *,
        may_ask: bool,
    ) -> tuple[Report, Outcome]:
        now = self._clock()
        if refusal is not None:
            return grading.give_up(row, refusal, now=now)
        if lease.tries > MOST_TRIES:
            lost = InternalError(f"The grader ended {MOST_TRIES} times while it graded this.")
            return grading.give_up(row, lost, now=now)
        packed = Packed(*self.store.package(row.id))
        return grading.judge(row, packed, now=now, on_test=on_test, may_ask=may_ask)

    def _reports_before(self, row: SubmissionRow) -> tuple[tuple[int, bytes], ...]:
        return self.store.reports(row.course, row.student, row.exercise)

    def _need_engine(self) -> Grading:
        if self._grading is None:
            raise InternalError("This host was opened without an engine.")
        return self._grading

    # Looking up

    def now(self) -> datetime:
        """The time by this host's clock, aware."""
        return self._clock()

    def history(self, student: str | None = None, slug: str | None = None) -> tuple[SubmissionRow, ...]:
        """Submissions, oldest first, of everyone or of one student."""
        return self.store.rows(self.course.id, student=student, exercise=slug)

    def counting(self, student: str, slug: str) -> SubmissionRow | None:
        """The submission whose score counts, None while none does."""
        return policy.counting(self.history(student, slug), self.course.exercise(slug).counts)

    def extension(self, student: str, slug: str) -> datetime | None:
        """Until when this student has time for an exercise; None: as long as everyone."""
        if self.course.exercise(slug).due is None:
            return None
        return self.store.classbook.extension(self.course.id, student, slug)

    def days_late(self, row: SubmissionRow) -> int:
        """How late a submission counts as now."""
        return days_late(self.course, row, self.extension(row.student, row.exercise))

    def _score(self, student: str, slug: str) -> float | None:
        best = self.counting(student, slug)
        return None if best is None else best.score

    def find(self, which: str | None, student: str) -> tuple[SubmissionRow, Report]:
        """A submission and its staff report: by id ("123", "#123"), or the student's latest of an exercise or of all.

        Raises:
            UsageError: no such submission, or no report of it yet.
        """
        return find_report(self.course, self.store, which, student)

    def advice(self, slug: str, misconception: str, language: str) -> Advice:
        """What students are told of a misconception of an exercise."""
        return self._need_engine().hints(slug).advice(misconception, language)

    def most_hints(self, slug: str, language: str) -> dict[str, int]:
        """By misconception of an exercise how many hints anybody can get."""
        return count_hints(self.course, slug, language)

    def hint(self, slug: str | None, student: str, language: str | None = None) -> Told:
        """The next hint on the student's last graded submission, of an exercise or of all.

        Raises:
            UsageError: unknown slug, or nothing was graded yet.
        """
        return tell_hint(self.course, self.store, slug, student, language)
