"""Figures that a test records for the report: data only, capped, and never a reason for a test to fail."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

from grader.judge.verdicts import Curve, Figure

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_CURVES", "MAX_FIGURES", "MAX_POINTS", "Recorder"]

MAX_FIGURES = 4
MAX_CURVES = 8
MAX_POINTS = 2000
MAX_TEXT = 300
MAX_MAGNITUDE = 1e30
"""Larger values are finite, but nothing that draws them in single precision survives them."""


class Recorder:
    """What the `figure` fixture gives: it appends `Figure`s to the list it was made with."""

    def __init__(self, figures: list[Figure]) -> None:
        self._figures = figures

    def lines(self, title: str, x_label: str, y_label: str, alt: str, /, **series: Any) -> None:
        """Record a line plot; each series is a sequence of numbers, drawn over 0, 1, 2 and so on.

        A series' keyword is its label (`**{"your loop": losses}` for one with a space). A series that holds no
        finite number is left out, so are single points that are not finite, and so is a figure with nothing to draw:
        what a student returned must never make recording fail.
        """
        if len(self._figures) >= MAX_FIGURES:
            return
        named = list(series.items())[:MAX_CURVES]
        curves = tuple(curve for label, values in named if (curve := _read_curve(label, values)) is not None)
        if curves:
            title, x_label, y_label, alt = (text[:MAX_TEXT] for text in (title, x_label, y_label, alt))
            self._figures.append(Figure(title, x_label, y_label, curves, alt))


def _read_curve(label: str, values: Any) -> Curve | None:
    points = [
        (float(x), y)
        for x, y in enumerate(map(_read_number, _head(values)))
        if math.isfinite(y) and abs(y) <= MAX_MAGNITUDE
    ]
    if not points:
        return None
    return Curve(label[:MAX_TEXT], tuple(x for x, _ in points), tuple(y for _, y in points))


def _head(values: Any) -> Iterable[Any]:
    """The first values of a list, a tuple or a one-dimensional array or tensor; nothing of anything else."""
    if type(values) in (list, tuple):
        return list(values[:MAX_POINTS])
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and type(values) is numpy.ndarray and values.ndim == 1:
        return list(values[:MAX_POINTS].tolist())
    if torch is not None and type(values) is torch.Tensor and values.ndim == 1:
        return list(values[:MAX_POINTS].detach().cpu().tolist())
    return []


def _read_number(value: Any) -> float:
    """A plain or NumPy number as a float; NaN, which is not drawn, for anything else."""
    numpy = sys.modules.get("numpy")
    plain = type(value) in (int, float) or (
        numpy is not None and type(value).__module__ == "numpy" and isinstance(value, (numpy.integer, numpy.floating))
    )
    try:
        return float(value) if plain else math.nan
    except OverflowError:
        return math.nan
