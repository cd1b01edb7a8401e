"""One exercise of the class: how often each test fails, and how each misconception comes and goes over time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from grader.course import policy
from grader.course.hints import Hints, read_hints
from grader.course.titles import read_titles, title_in
from grader.errors import CourseError
from grader.host.classroom.brief import fails, made_in, read_brief
from grader.host.mistakes import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.course.model import Exercise
    from grader.host.classroom.brief import Brief
    from grader.host.host import Host
    from grader.store.rows import SubmissionRow

__all__ = ["ExerciseView", "Failing", "Seen", "exercise_view"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One week of an exercise: how many submissions were graded, and how many had each misconception."""

    week: date
    """Its Monday, by the course's calendar."""
    graded: int
    passed: int
    """With every point before any penalty."""
    made: dict[str, int]


@dataclass(frozen=True, slots=True)
class Failing:
    """How many of those graded fail a test."""

    name: str
    title: str
    failed: int
    unexplained: int
    """How many of these without a misconception that explains it."""
    graded: int


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """What staff see of an exercise. Tests and misconceptions are of each student's last graded submission."""

    exercise: Exercise
    students: int
    """Who have handed something in."""
    graded: int
    """Of these, with a graded submission."""
    scores: tuple[float, ...]
    """What counts for each student, ascending."""
    failing: tuple[Failing, ...]
    """Failing tests, the commonest first."""
    mistakes: tuple[Mistake, ...]
    """Misconceptions, the commonest first."""
    weeks: tuple[Seen, ...]
    """Every week from the first submission to the last, over all submissions."""


def exercise_view(host: Host, slug: str, language: str = "en") -> ExerciseView:
    """An exercise as it stands. Raises `UsageError`: the course has none of this name."""
    exercise = host.course.exercise(slug)
    rows = {row.id: row for row in host.history(slug=slug)}
    reports = read_brief(host, slug, rows)
    last = {rows[number].student: report for number, report in sorted(reports.items())}
    own: dict[str, list[SubmissionRow]] = {}
    for row in rows.values():
        own.setdefault(row.student, []).append(row)
    counting = (policy.counting(theirs, exercise.counts) for theirs in own.values())
    says = _sentences(host, slug)
    return ExerciseView(
        exercise=exercise,
        students=len(own),
        graded=len(last),
        scores=tuple(sorted(row.score for row in counting if row is not None and row.score is not None)),
        failing=_count_failing(tuple(last.values()), _titles(host, slug, language, last.values())),
        mistakes=tuple(
            Mistake(slug, name, says.advice(name, language).says or name, count, len(last))
            for name, count in Counter(name for report in last.values() for name in made_in(report)).most_common()
        ),
        weeks=_weeks(host, rows, reports),
    )


def _sentences(host: Host, slug: str) -> Hints:
    try:
        return read_hints(host.course.suite_folder(slug))
    except CourseError:  # as at grading: a page without sentences is better than none
        return Hints()


def _count_failing(reports: Sequence[Brief], titles: Mapping[str, str]) -> tuple[Failing, ...]:
    failing = [test for report in reports for test in report.tests if fails(test)]
    failed = Counter(test.name for test in failing)
    unexplained = Counter(test.name for test in failing if test.diagnosis is None)
    return tuple(
        Failing(name, titles[name], count, unexplained[name], len(reports)) for name, count in failed.most_common()
    )


def _titles(host: Host, slug: str, language: str, reports: Iterable[Brief]) -> dict[str, str]:
    """By name what each test is called in a language; in the one of a report where the suite has no other."""
    try:
        known = read_titles(host.course.suite_folder(slug)).get(language, {})
    except CourseError:
        known = {}
    # Of reports in this language the last word is taken: a suite may be mended.
    ordered = sorted(reports, key=lambda report: report.language == language)
    return {
        test.name: test.title if report.language == language else title_in(known, test.name, test.title)
        for report in ordered
        for test in report.tests
    }


def _weeks(host: Host, rows: dict[int, SubmissionRow], reports: dict[int, Brief]) -> tuple[Seen, ...]:
    by_week: dict[date, list[Brief]] = {}
    for number, report in reports.items():
        day = rows[number].submitted_at.astimezone(host.course.timezone).date()
        by_week.setdefault(day - timedelta(days=day.weekday()), []).append(report)
    if not by_week:
        return ()
    first, end = min(by_week), max(by_week)
    mondays = (first + timedelta(weeks=count) for count in range((end - first).days // 7 + 1))
    return tuple(_seen(monday, by_week.get(monday, [])) for monday in mondays)


def _seen(monday: date, reports: list[Brief]) -> Seen:
    passed = [all(test.status in ("passed", "skipped") for test in report.tests) for report in reports]
    made = Counter(name for report in reports for name in made_in(report))
    return Seen(monday, len(reports), passed.count(True), dict(made))
