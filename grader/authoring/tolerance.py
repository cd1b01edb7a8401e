"""How far the errors of right answers lie from those of wrong ones, test by test, in units of the test's tolerance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.judge.trial_messages import Tried

__all__ = ["NARROW", "Gap", "measure_gaps"]

NARROW = 10.0
"""Below this factor between right and wrong a tolerance deserves a look."""
ROUNDING = 1e-9
"""Errors of right answers below this say no more than 0 does."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One test: the largest error of a right answer and the smallest numeric one of a wrong answer, and whose.

    An error up to 1 passes. `wrong` is None where no wrong answer failed this test by a number.
    """

    test: str
    right: float
    right_by: str
    wrong: float | None
    wrong_by: str

    @property
    def factor(self) -> float:
        """How many times the one is the other."""
        return math.inf if self.wrong is None else self.wrong / max(self.right, ROUNDING)

    @property
    def narrow(self) -> bool:
        """Is the tolerance close to being too wide, or too tight?"""
        return self.factor < NARROW


def measure_gaps(right: Mapping[str, Iterable[Tried]], wrong: Mapping[str, Iterable[Tried]]) -> tuple[Gap, ...]:
    """The gap of each test that compares with `assert_same`; others tell no error.

    Both are runs by the name of who answered. Right answers that failed, and wrong ones that passed, are not counted:
    other checks name them.
    """
    largest: dict[str, tuple[float, str]] = {}
    smallest: dict[str, tuple[float, str]] = {}
    for name, runs in right.items():
        for test in (test for tried in runs for test in tried.tests):
            if test.status == "passed" and test.error is not None:
                largest[test.name] = max(largest.get(test.name, (-1.0, "")), (test.error, name))
    for name, runs in wrong.items():
        for test in (test for tried in runs for test in tried.tests):
            if test.status == "failed" and test.error is not None and 1 < test.error < math.inf:
                smallest[test.name] = min(smallest.get(test.name, (math.inf, "")), (test.error, name))
    return tuple(
        Gap(test, error, by, *(smallest.get(test, (None, "")))) for test, (error, by) in largest.items() if test
    )
