"""Figures as Markdown: medians with their spread, ratios, rows."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

__all__ = ["Spread", "ratio", "render"]


@dataclass(frozen=True)
class Spread:
    """The median of some measurements, between their quartiles."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        """Of at least one value."""
        found = sorted(values)
        if len(found) == 1:
            return cls(found[0], found[0], found[0])
        low, median, high = statistics.quantiles(found, n=4, method="inclusive")
        return cls(median, low, high)

    def show(self, scale: float = 1.0) -> str:
        """Like `0.123 (0.120 to 0.130)`, times `scale`, to three figures."""
        return f"{_round(self.median * scale)} ({_round(self.low * scale)} to {_round(self.high * scale)})"


def ratio(above: float, below: float) -> str:
    """`above / below`, to three figures."""
    return _round(above / below)


def render(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table: the first column to the left, the others to the right."""
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _round(value: float) -> str:
    """Three significant figures, and never in exponents."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.3g}")
    return f"{rounded:.0f}" if abs(rounded) >= 100 else f"{rounded:#.3g}".rstrip(".")
