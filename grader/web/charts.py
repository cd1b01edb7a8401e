"""Small charts as drawings of the page: where bars stand, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Bar", "Chart", "draw_bars"]

GAP = 0.22
"""Between bars, of the place that one has."""
LEAST = 1.5
"""The height of a bar that is not 0, so that it can be seen."""
WIDEST = 46.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle."""

    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side, their labels below, and what they say for who can't see them."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    labels: tuple[tuple[float, str], ...]
    words: str


def draw_bars(
    layers: Sequence[tuple[str, Sequence[float]]],
    words: str,
    *,
    labels: Sequence[str] = (),
    width: float = 400,
    height: float = 110,
) -> Chart:
    """A chart of `layers`, each a tone and a figure for every place, drawn over each other from the ground.

    Of many labels some are left out, so that none runs into the next.
    """
    count = max((len(values) for _, values in layers), default=0)
    top = max((value for _, values in layers for value in values), default=0) or 1
    place = width / max(count, 1)
    bar = min(place * (1 - GAP), WIDEST)
    bars = []
    for tone, values in layers:
        for index, value in enumerate(values):
            if value <= 0:
                continue
            tall = max(LEAST, height * value / top)
            left = index * place + (place - bar) / 2
            bars.append(Bar(round(left, 1), round(height - tall, 1), round(bar, 1), round(tall, 1), tone))
    step = max(1, round(len(labels) / 6))
    shown = [(round((i + 0.5) * place, 1), text) for i, text in enumerate(labels) if i % step == 0]
    return Chart(width, height, tuple(bars), tuple(shown), words)
