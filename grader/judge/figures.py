"""Figures that a test records for the report: data only, capped, and never a reason for a test to fail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.judge.points import largest_error, read_curve, read_path, read_plain
from grader.judge.verdicts import Cells, Curve, Figure, Surface

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["MAX_CELLS", "MAX_CURVES", "MAX_FIGURES", "MAX_PANELS", "Recorder"]

MAX_FIGURES = 4
MAX_CURVES = 8
MAX_PANELS = 4
MAX_CELLS = 16
MAX_TEXT = 300
GRID = 25
"""Heights along each side of a surface."""
STEPS = 60
"""Pieces of a smooth curve."""


class Recorder:
    """What the `figure` fixture gives: it appends `Figure`s to the list it was made with.

    What a student returned must never make recording fail: series that hold no finite number are left out, so are
    single points that are not finite, and so is a figure with nothing to draw. A series' keyword is its label
    (`**{"your loop": losses}` for one with a space). What the suite itself gives, labels and `loss`, is trusted.
    """

    def __init__(self, figures: list[Figure]) -> None:
        self._figures = figures

    def lines(self, title: str, x_label: str, y_label: str, alt: str, /, **series: Any) -> None:
        """Record a line plot; each series is a sequence of numbers, drawn over 0, 1, 2 and so on."""
        self._keep(Figure(title, x_label, y_label, _curves(series), alt))

    def panels(self, title: str, x_label: str, y_label: str, alt: str, /, **panels: Mapping[str, Any]) -> None:
        """Record line plots side by side, by the panels' titles; each has a scale of its own. At most 4."""
        named = list(panels.items())[:MAX_PANELS]
        curves = tuple(curve for at, (_, series) in enumerate(named) for curve in _curves(series, panel=at))
        self._keep(Figure(title, x_label, y_label, curves, alt, panels=tuple(name for name, _ in named)))

    def path(
        self,
        title: str,
        x_label: str,
        y_label: str,
        alt: str,
        /,
        *,
        loss: Callable[[float, float], float],
        x: tuple[float, float],
        y: tuple[float, float],
        **series: Any,
    ) -> None:
        """Record paths over the surface of a loss in two numbers, seen from above.

        Each series is a sequence of pairs; the picture shows `x` from low to high and `y` from low to high, whatever
        lies outside is cut off.
        """
        across, up = _spread(*x, GRID), _spread(*y, GRID)
        heights = tuple(tuple(float(loss(one, other)) for one in across) for other in up)
        curves = [curve for label, points in _first(series) if (curve := read_path(label, points)) is not None]
        self._keep(Figure(title, x_label, y_label, tuple(curves), alt, surface=Surface(across, up, heights)))

    def slope(
        self,
        title: str,
        x_label: str,
        y_label: str,
        alt: str,
        /,
        *,
        loss: Callable[[float], float],
        at: float,
        reach: float,
        **slopes: Any,
    ) -> None:
        """Record a loss around `at`, from `at - reach` to `at + reach`, and a triangle along each slope there."""
        across = _spread(at - reach, at + reach, STEPS)
        heights = tuple(float(loss(one)) for one in across)
        curves = [Curve(y_label, across, heights, marked=False)]
        height, room = float(loss(at)), 0.45 * (max(heights) - min(heights))
        for label, value in _first(slopes):
            slope = read_plain(value)
            if slope is not None:
                # A steep triangle is a narrow one, so that it fits.
                half = min(0.7 * reach, room / abs(slope)) if slope else 0.7 * reach
                left, right, low, top = at - half, at + half, height - half * slope, height + half * slope
                ends = (left, right, right, left), (low, top, low, low)
                curves.append(Curve(f"{label}: {slope:.6g}", *ends, marked=False))
        if len(curves) > 1:
            self._keep(Figure(title, x_label, y_label, tuple(curves), alt))

    def heat_map(
        self, title: str, alt: str, /, *, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[Any]]
    ) -> None:
        """Record a table of numbers as colours, from 0 to the largest; what is no number stays empty."""
        rows, columns = tuple(rows)[:MAX_CELLS], tuple(columns)[:MAX_CELLS]
        table = tuple(
            tuple(abs(number) if (number := read_plain(value)) is not None else None for value in row[: len(columns)])
            for row in values[: len(rows)]
        )
        self._keep(Figure(title, "", "", (), alt, cells=Cells(rows, columns, table)))

    def error(self, got: Any, want: Any) -> float | None:
        """For a heat map: how far `got` is off at most, by the largest of `want`; None if it is of another shape."""
        return largest_error(got, want)

    def _keep(self, figure: Figure) -> None:
        drawn = figure.curves or (figure.cells and any(one is not None for row in figure.cells.values for one in row))
        if drawn and len(self._figures) < MAX_FIGURES:
            self._figures.append(_cut(figure))


def _first(series: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(series.items())[:MAX_CURVES]


def _curves(series: Mapping[str, Any], panel: int = 0) -> tuple[Curve, ...]:
    read = (read_curve(label, values, panel) for label, values in _first(series))
    return tuple(curve for curve in read if curve is not None)


def _spread(low: float, high: float, pieces: int) -> tuple[float, ...]:
    return tuple(low + (high - low) * step / (pieces - 1) for step in range(pieces))


def _cut(figure: Figure) -> Figure:
    """The figure with no text longer than a report shows."""

    def short(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text[:MAX_TEXT] for text in texts)

    title, x_label, y_label, alt = short((figure.title, figure.x_label, figure.y_label, figure.alt))
    curves = tuple(replace(curve, label=curve.label[:MAX_TEXT]) for curve in figure.curves)
    cells = figure.cells and replace(figure.cells, rows=short(figure.cells.rows), columns=short(figure.cells.columns))
    return Figure(title, x_label, y_label, curves, alt, short(figure.panels), figure.surface, cells)
