"""What differs, in plain words, where no misconception explains it; never dressed up as a diagnosis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeGuard

from grader.report.messages import has, say, say_count

if TYPE_CHECKING:
    from grader.judge.verdicts import Observed

__all__ = ["say_observation"]

_LARGEST = 10_000
_TELLING = 4
"""A hidden test tells no ratio but of such small whole numbers, and no length but one that is off by one: code can
choose by what factor it is wrong, and with larger numbers it could carry a hidden input out of its test."""


def say_observation(language: str, observed: Observed, *, is_open: bool) -> str | None:
    """The sentence, None for a kind that has no words. Figures are Python literals, as in hints.

    Of a test that is not open to students only what gives away neither input nor expected value is said.
    """
    kind, facts = observed.kind, observed.facts
    if kind == "ratio":
        ratio = _show_ratio(facts.get("ratio"), is_open=is_open)
        return say(language, "times", ratio=ratio) if ratio else say(language, "seen_ratio")
    if kind == "ratio_of" and facts.get("of") in ("N", "1/N"):
        return say(language, "times_rows", ratio=facts["of"])
    if kind == "length" and isinstance(gap := facts.get("difference"), int) and (abs(gap) == 1 or (gap and is_open)):
        return say_count(language, "too_many" if gap > 0 else "too_few", abs(gap))
    if kind == "offset" and is_open and _is_number(offset := facts.get("offset")):
        return say(language, "more_by" if offset > 0 else "less_by", offset=f"{abs(offset):.4g}")
    return say(language, f"seen_{kind}") if has(f"seen_{kind}") else None


def _show_ratio(ratio: object, *, is_open: bool) -> str:
    """As in "3", "-1/2", "0.3719"; empty where it must not be told."""
    if not _is_number(ratio) or ratio == 0:
        return ""
    size = abs(ratio)
    whole = round(size) if size >= 1 else round(1 / size) if size > 1 / _LARGEST else 0
    if 1 < whole <= _LARGEST and math.isclose(max(size, 1 / size), whole, rel_tol=1e-4):
        part = f"{whole}" if size > 1 else f"1/{whole}"
        return ("-" if ratio < 0 else "") + part if is_open or whole <= _TELLING else ""
    return f"{ratio:.4g}" if is_open else ""


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and math.isfinite(value)
