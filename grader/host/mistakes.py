"""What a class got wrong: the misconceptions behind its failing tests, and the tests that none explains."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.report.model import Report

__all__ = ["Mistake", "Wrong", "count_mistakes", "count_wrong"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """How many of those graded in an exercise have one of its misconceptions."""

    slug: str
    misconception: str
    says: str
    """One sentence; its id where nobody wrote one."""
    made: int
    graded: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """How many of those graded in an exercise fail one of its tests."""

    slug: str
    title: str
    failed: int
    unexplained: int
    """How many of these without a misconception that explains it."""
    graded: int


def count_mistakes(
    slugs: Sequence[str], reports: Sequence[Report], says: Callable[[str, str], str]
) -> tuple[Mistake, ...]:
    """Which misconception how many have, the commonest first. `says`: from slug and misconception to a sentence."""
    graded = _graded(reports)
    made = Counter(
        pair
        for report in reports
        for pair in {(report.exercise, test.diagnosis.misconception) for test in report.tests if test.diagnosis}
    )
    mistakes = [Mistake(*pair, says(*pair) or pair[1], count, graded[pair[0]]) for pair, count in made.items()]
    return tuple(sorted(mistakes, key=lambda item: (-item.made, slugs.index(item.slug), item.misconception)))


def count_wrong(slugs: Sequence[str], reports: Sequence[Report]) -> tuple[Wrong, ...]:
    """Which tests how many fail, the commonest first."""
    graded = _graded(reports)
    failing = [
        (report.exercise, test)
        for report in reports
        for test in report.tests
        if test.status not in ("passed", "skipped")
    ]
    failed = Counter((slug, test.title) for slug, test in failing)
    unexplained = Counter((slug, test.title) for slug, test in failing if test.diagnosis is None)
    wrong = [Wrong(*pair, count, unexplained[pair], graded[pair[0]]) for pair, count in failed.items()]
    return tuple(sorted(wrong, key=lambda item: (-item.failed, slugs.index(item.slug), item.title)))


def _graded(reports: Sequence[Report]) -> Counter[str]:
    return Counter(report.exercise for report in reports if report.status == "graded")
