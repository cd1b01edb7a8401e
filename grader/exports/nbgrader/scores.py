"""From a report to what nbgrader keeps of a notebook: a score a grade cell, and words for the student."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.authoring.nbgrader.link import Link
    from grader.report.model import Report, TestReport

__all__ = ["CellResult", "Result", "fence", "result_of", "strays"]

_PASSED = "passed"


@dataclass(frozen=True, slots=True)
class CellResult:
    """One grade cell: `score` of `most`, and what its tests say."""

    score: float
    most: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A whole notebook. Without `cells` nothing was graded, and `refusal` says why."""

    cells: Mapping[str, CellResult]
    refusal: str = ""


def result_of(report: Report, shown: Report, link: Link, worth: Mapping[str, float]) -> Result:
    """What a report means for a notebook whose grade cells are worth `worth`.

    `shown` is the student's view of the report: students read nbgrader's feedback. Where the points of a cell's tests
    add up to the cell's, they are taken as they are, else in proportion. A cell without a test of ours is not in it.
    """
    if report.status != "graded":
        return Result({}, "\n".join(filter(None, [shown.summary.message, shown.summary.next_step])))
    groups: dict[str, list[TestReport]] = {}
    for test in report.tests:
        groups.setdefault(link.cell(test.name), []).append(test)
    words: dict[str, list[TestReport]] = {}
    for test in shown.tests:
        words.setdefault(link.cell(test.name), []).append(test)
    return Result(
        {
            cell: CellResult(
                _score(groups[cell], most), most, tuple(line for test in words.get(cell, ()) for line in _say(test))
            )
            for cell, most in worth.items()
            if cell in groups
        }
    )


def strays(report: Report, link: Link, worth: Mapping[str, float]) -> tuple[str, ...]:
    """Tests with points that belong to no grade cell of the notebook: nbgrader can't count them."""
    return tuple(test.name for test in report.tests if test.max_points and link.cell(test.name) not in worth)


def _score(tests: list[TestReport], most: float) -> float:
    earned, possible = sum(test.points for test in tests), sum(test.max_points for test in tests)
    if all(test.status in (_PASSED, "skipped") for test in tests):
        return most
    if not possible:
        return 0.0
    return round(earned if abs(possible - most) < 1e-6 else most * earned / possible, 4)


def _say(test: TestReport) -> list[str]:
    """What a student reads of one test."""
    if test.status == _PASSED:
        return [f"{_PASSED}: {test.title}"]
    lines = [f"{test.status.replace('_', ' ')}: {test.title}", *test.message.splitlines()]
    if test.observation:
        lines.append(test.observation)
    if test.call:
        lines.append(f"called: {test.call}")
    if test.expected is not None and test.got is not None:
        lines += [f"expected: {test.expected}", f"got: {test.got}"]
    if test.diagnosis is not None:
        lines += [f"hint: {hint}" for hint in test.diagnosis.hints]
    return [line for line in lines if line.strip()]


def fence(lines: tuple[str, ...]) -> str:
    """The lines as Markdown that shows them as they are: students' text is among them."""
    text = "\n".join(lines)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}text\n{text}\n{ticks}"
