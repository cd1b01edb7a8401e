"""What differs, in plain words, where no misconception explains it; never dressed up as a diagnosis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from grader.report.messages import has, say
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from grader.judge.verdicts import Observed

__all__ = ["say_observation"]

_LONGEST, _LARGEST = 60, 10_000
_TELLING = 10
"""A hidden test tells no ratio but of such small whole numbers: others could be worked back to what was expected."""


def say_observation(language: str, observed: Observed, *, is_open: bool) -> str | None:
    """The sentence, None for a kind that has no words. Figures are Python literals, as in hints.

    Of a test that is not open to students only what gives away neither input nor expected value is said.
    """
    if observed.kind == "ratio":
        return _say_ratio(language, observed.facts.get("ratio"), is_open=is_open)
    values = {key: _show(value) for key, value in observed.facts.items()}
    key = f"seen_{observed.kind}"
    if is_open and has(f"{key}_open"):
        try:
            return say(language, f"{key}_open", **values)
        except KeyError:  # a fact that was not found out
            pass
    return say(language, key) if has(key) else None


def _say_ratio(language: str, ratio: object, *, is_open: bool) -> str:
    if not isinstance(ratio, int | float) or not math.isfinite(ratio) or ratio == 0:
        return say(language, "seen_ratio")
    size = abs(ratio)
    whole = round(size) if size >= 1 else round(1 / size) if size > 1 / _LARGEST else 0
    is_whole = 1 < whole <= _LARGEST and math.isclose(max(size, 1 / size), whole, rel_tol=1e-4)
    if is_whole and (is_open or whole <= _TELLING):
        sign = "-" if ratio < 0 else ""
        return say(language, "seen_ratio_of", ratio=f"{sign}{whole}" if size > 1 else f"{sign}1/{whole}")
    return say(language, "seen_ratio_of", ratio=f"{ratio:.4g}") if is_open else say(language, "seen_ratio")


def _show(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else clean_line(str(value), _LONGEST)
