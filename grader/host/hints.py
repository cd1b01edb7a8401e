"""How far the hints of a misconception have come for a student, and the next one when they ask.

The level lives in the reports: each holds the hints that were reached with it, and asking adds one to the last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import msgspec

from grader.course.hints import read_hints
from grader.errors import CourseError, UsageError, worded
from grader.report import from_json, to_json
from grader.report.summary import causes, without_more_hints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.course.hints import Hints
    from grader.course.model import Course, HintPolicy
    from grader.report.model import Report
    from grader.store import Store

__all__ = ["Told", "count_hints", "level_of", "levels_by_attempt", "tell_hint"]


class _Diagnosis(msgspec.Struct):
    misconception: str
    hint_level: int


class _Test(msgspec.Struct):
    visibility: str
    diagnosis: _Diagnosis | None


class _Diagnosed(msgspec.Struct):
    tests: list[_Test]


# Made at import, under the import lock, as in `grader.report.encode`.
_diagnosed = msgspec.json.Decoder(_Diagnosed)


def levels_by_attempt(reports: Iterable[tuple[int, bytes]]) -> list[tuple[int, dict[str, int]]]:
    """Of each report (its submission's number and JSON) the level that was reached with each misconception."""
    found = []
    for number, document in reports:
        levels: dict[str, int] = {}
        for test in _diagnosed.decode(document).tests:
            if test.diagnosis is not None and test.visibility != "secret":
                known = levels.get(test.diagnosis.misconception, 0)
                levels[test.diagnosis.misconception] = max(known, test.diagnosis.hint_level)
        found.append((number, levels))
    return found


def level_of(
    policy: HintPolicy, attempts: Iterable[tuple[int, dict[str, int]]], submission: int, misconception: str
) -> int:
    """The level that this submission reaches with a misconception, after the student's other `attempts`.

    The first attempt gives the first hint; each `policy.after` further ones give one more than was reached so far, by
    asking as well. Graded again, a submission keeps what it had.
    """
    had = {number: levels[misconception] for number, levels in attempts if misconception in levels}
    earlier = [level for number, level in had.items() if number < submission]
    goes_on = policy.after is not None and len(earlier) % policy.after == 0
    level = max(1, max(earlier, default=0) + goes_on, had.get(submission, 0))
    return min(level, policy.cap)


def count_hints(course: Course, slug: str, language: str) -> dict[str, int]:
    """By misconception of an exercise how many hints anybody can get; empty where its hints can't be read."""
    exercise = course.exercise(slug)
    try:
        hints = read_hints(course.suite_folder(slug))
    except CourseError:  # a report without that number is better than none; `validate` tells the author
        return {}
    return {name: min(exercise.hints.cap, len(hints.advice(name, language).hints)) for name in hints.by_id}


@dataclass(frozen=True, slots=True)
class Told:
    """What a student hears who asks for a hint."""

    outcome: Literal["hint", "all_told", "no_hints", "unexplained", "passed"]
    report: Report
    """The last that was graded, as it is now; the staff's."""
    misconception: str = ""
    says: str = ""
    level: int = 0
    """Of the hint that is told."""
    most: int = 0
    """The last level that this student can get."""
    hints: tuple[str, ...] = ()
    """All up to `level`, in the language that was asked for."""


def tell_hint(course: Course, store: Store, which: str | None, student: str, language: str | None) -> Told:
    """The next hint on the student's last graded submission of an exercise, or of all; it is in the report from now on.

    On the misconception that explains most, as long as it has one. `language`: None is the report's own.

    Raises:
        UsageError: unknown slug; nothing of the student's was graded yet.
    """
    slug = None if which is None else course.exercise(which).slug
    graded = [row for row in store.rows(course.id, student=student, exercise=slug) if row.status == "graded"]
    document = store.report(graded[-1].id) if graded else None
    if document is None:
        advice = worded("Run: grade submit PATH")
        if which:
            raise UsageError(
                worded("Nothing of {slug} by {student} was graded yet.", slug=which, student=student), advice
            )
        raise UsageError(worded("Nothing by {student} was graded yet.", student=student), advice)
    report = from_json(document)
    if report.passed:
        return Told("passed", report)
    exercise = course.exercise(report.exercise)
    hints = read_hints(course.suite_folder(exercise.slug))
    told = [
        _stand(report, hints, exercise.hints.cap, tests[0].diagnosis.misconception, language or report.language)
        for tests in causes(report.tests)
        if tests[0].diagnosis is not None
    ]
    if not told:
        return Told("unexplained", report)
    best = next((one for one in told if one.outcome == "hint"), told[0])
    if best.outcome == "hint":
        store.amend(graded[-1].id, lambda data: to_json(_with_level(from_json(data), hints, best)))
    return replace(best, report=_with_level(report, hints, best))


def _stand(report: Report, hints: Hints, cap: int, misconception: str, language: str) -> Told:
    """What could be told of one misconception now."""
    advice = hints.advice(misconception, language)
    most = min(cap, len(advice.hints))
    reached = max(
        test.diagnosis.hint_level
        for test in report.tests
        if test.diagnosis is not None and test.diagnosis.misconception == misconception
    )
    level = min(reached + 1, most)
    outcome: Literal["hint", "all_told", "no_hints"]
    outcome = "no_hints" if not most else "all_told" if reached >= most else "hint"
    return Told(outcome, report, misconception, advice.says, level, most, advice.hints[:level])


def _with_level(report: Report, hints: Hints, told: Told) -> Report:
    """The report with the hints up to the level that was told, in the report's own language."""
    own = hints.advice(told.misconception, report.language).hints[: told.level]
    tests = tuple(
        replace(test, diagnosis=replace(test.diagnosis, hints=own, hint_level=len(own)))
        if test.diagnosis is not None and test.diagnosis.misconception == told.misconception
        else test
        for test in report.tests
    )
    raised = replace(report, tests=tests)
    main = next(iter(causes(tests)), [])  # none: it was graded again meanwhile
    is_main = any(test.diagnosis and test.diagnosis.misconception == told.misconception for test in main)
    return replace(raised, summary=without_more_hints(raised)) if is_main and told.level >= told.most else raised
