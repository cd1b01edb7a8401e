"""From a stored submission to its report: read, judge, build. Every failure becomes a report."""

from __future__ import annotations

import functools
import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.course import policy
from grader.course.hints import Hints, read_hints
from grader.course.interface import read_interface
from grader.course.modules import read_parts
from grader.course.titles import read_titles
from grader.engine.suite import suite_hash
from grader.errors import CourseError, GraderError, InternalError, SubmissionError, UsageError
from grader.host.hints import level_of, levels_by_attempt
from grader.host.language import in_language
from grader.report import Facts, build_fault, build_graded, build_rejected, to_json
from grader.report.drawings import Drawings
from grader.report.guidance import Guidance
from grader.store.rows import Outcome
from grader.submission import read_packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from grader.course.interface import Interface
    from grader.course.model import Course, Exercise
    from grader.engine.port import Engine, OnTest
    from grader.judge.verdicts import TestVerdict
    from grader.report.model import Report
    from grader.store.rows import State, SubmissionRow
    from grader.submission import Packed

__all__ = ["Grading", "versions_of"]

_log = logging.getLogger("grader.host")


@dataclass(frozen=True, slots=True)
class Grading:
    """Grades submissions of one course with one engine; any thread may call it."""

    course: Course
    engine: Engine
    reports_before: Callable[[SubmissionRow], Iterable[tuple[int, bytes]]] = lambda _row: ()
    """The reports of the same student and exercise, by submission."""
    _interfaces: dict[str, tuple[Interface, dict[str, Interface]]] = field(default_factory=dict)
    _suites: dict[str, str] = field(default_factory=dict)
    _hints: dict[str, Hints] = field(default_factory=dict)
    _titles: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def suite(self, slug: str) -> str:
        """The hash of the exercise's suite as it was when this object first met it. Raises `CourseError`: none."""
        if slug not in self._suites:
            self._suites[slug] = suite_hash(self.course.suite_folder(slug))
        return self._suites[slug]

    def hints(self, slug: str) -> Hints:
        """The exercise's hints as they were when this object first needed them; none where hints.yaml is wrong."""
        if slug not in self._hints:
            try:
                self._hints[slug] = read_hints(self.course.suite_folder(slug))
            except CourseError as error:  # a report without hints is better than none; `validate` tells the author
                _log.warning("%s", error)
                self._hints[slug] = Hints()
        return self._hints[slug]

    def titles(self, slug: str, language: str) -> dict[str, str]:
        """What the exercise's suite says in `language`, as far as titles.yaml has it; nothing where that is wrong."""
        if slug not in self._titles:
            try:
                self._titles[slug] = read_titles(self.course.suite_folder(slug))
            except CourseError as error:  # as with hints
                _log.warning("%s", error)
                self._titles[slug] = {}
        return self._titles[slug].get(language, {})

    def judge(
        self,
        row: SubmissionRow,
        packed: Packed,
        *,
        now: datetime,
        on_test: OnTest | None = None,
        may_ask: bool = True,
    ) -> tuple[Report, Outcome]:
        """The staff's report, and the same as the store keeps it. A failure of ours is a report too.

        `may_ask`: can the student run `grade hint`?

        Raises:
            UsageError: it can't be judged on this machine, for instance for want of a GPU; another may.
        """
        try:
            return self.judge_or_raise(row, packed, now=now, on_test=on_test, may_ask=may_ask)
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the student must hear that it is our fault
            _log.exception("submission #%s could not be graded", row.id)
            return self.give_up(row, _ours(error), now=now)

    def judge_or_raise(
        self,
        row: SubmissionRow,
        packed: Packed,
        *,
        now: datetime,
        on_test: OnTest | None = None,
        may_ask: bool = True,
    ) -> tuple[Report, Outcome]:
        """As `judge`, but what goes wrong on our side is raised: for who has a report already, and keeps it then."""
        report = self._report(self._facts(row, now), row, packed, on_test, may_ask=may_ask)
        return report, self._outcome(row.exercise, report, to_json(report))

    def give_up(self, row: SubmissionRow, error: GraderError, *, now: datetime) -> tuple[Report, Outcome]:
        """The report of a submission that is not judged: refused as a file, or a fault of ours."""
        facts = self._facts(row, now)
        report = build_rejected(facts, error) if isinstance(error, SubmissionError) else build_fault(facts, error)
        return report, self._outcome(row.exercise, report, to_json(report))

    def _report(
        self, facts: Facts, row: SubmissionRow, packed: Packed, on_test: OnTest | None, *, may_ask: bool
    ) -> Report:
        exercise = self.course.exercise(row.exercise)
        try:
            interface, parts = self._asked(row.exercise)
            submission = read_packed(packed, slug=row.exercise, interface=interface, parts=parts)
        except SubmissionError as error:
            return build_rejected(facts, error)
        facts = replace(facts, submission_sha256=submission.sha256, notes=submission.notes)
        drawings = Drawings(facts.id)
        titles = self.titles(row.exercise, row.language)

        def follow(test: TestVerdict) -> None:
            test = in_language(test, titles)
            drawings.begin(test)
            if on_test is not None:
                on_test(test)

        verdicts = self.engine.judge(exercise, submission, seed=row.seed, device=row.device, on_test=follow)
        verdicts = replace(verdicts, tests=tuple(in_language(test, titles) for test in verdicts.tests))
        explained = any(test.diagnosis is not None for test in verdicts.tests)
        guidance = self._guide(exercise, row, may_ask=may_ask) if explained else None
        return build_graded(facts, verdicts, drawings, guidance)

    def _guide(self, exercise: Exercise, row: SubmissionRow, *, may_ask: bool) -> Guidance:
        """Sentences and hints of the exercise's misconceptions, and how far this student has come with each."""
        policy = exercise.hints
        attempts: list[tuple[int, dict[str, int]]] | None = None

        def level(misconception: str) -> int:
            nonlocal attempts
            if attempts is None:  # looked up where there is a diagnosis, which few reports have
                attempts = levels_by_attempt(self.reports_before(row))
            return level_of(policy, attempts, row.id, misconception)

        return Guidance(self.hints(exercise.slug), policy.cap, level, may_ask)

    def _asked(self, slug: str) -> tuple[Interface, dict[str, Interface]]:
        """What the module must define, and what must be there beside it."""
        if slug not in self._interfaces:
            folder = self.course.suite_folder(slug)
            self._interfaces[slug] = read_interface(folder / f"{slug}.py"), read_parts(folder)
        return self._interfaces[slug]

    def _facts(self, row: SubmissionRow, now: datetime) -> Facts:
        exercise = self.course.exercise(row.exercise)
        return Facts(
            id=str(row.id),
            course=row.course,
            exercise=row.exercise,
            student=row.student,
            submitted_at=row.submitted_at.astimezone(self.course.timezone),
            attempt=row.attempt,
            max_score=exercise.points,
            late_days=row.late_days,
            penalised=functools.partial(_penalise, exercise, row.late_days),
            language=row.language,
            submission_sha256=row.sha256,
            queue_s=max(0.0, (now - row.submitted_at).total_seconds()),
        )

    def _outcome(self, slug: str, report: Report, document: bytes) -> Outcome:
        state: State = report.status  # type: ignore[assignment]
        return Outcome(
            state=state,
            document=document,
            score=report.score,
            score_before_penalty=report.score_before_penalty,
            max_score=report.max_score,
            suite=self.suite(slug),
            versions=versions_of(report),
        )


def versions_of(report: Report) -> tuple[tuple[str, str], ...]:
    """With what a report was made, as the store keeps it: the hashes are columns of their own."""
    return tuple(sorted((name, text) for name, text in report.versions.items() if not name.endswith("_sha256")))


def _penalise(exercise: Exercise, days: int, score: float) -> float:
    return policy.penalised(exercise, score, days)


def _ours(error: Exception) -> GraderError:
    """A course that is wrong or a bug of ours: to the student both are our fault."""
    if isinstance(error, GraderError):
        return error
    return InternalError(f"{type(error).__name__}: {error}"[:500], "This is a bug of the grader.")
