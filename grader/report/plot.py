"""The plots of figures, drawn by matplotlib in placeholder colours: lines on panels or over a surface, and cells."""

from __future__ import annotations

import io
import math
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from grader.report.palette import GROUND, HEAT, INK, LINES, SOFT
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.judge.verdicts import Cells, Curve, Figure, Surface

__all__ = ["plot"]

# rcParams are global to the process, canvases are used again, and a host builds reports in several threads.
_LOCK = Lock()
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "text.usetex": False,
    "text.parse_math": False,
    "font.size": 11.0,
    "axes.formatter.use_mathtext": False,
}
_STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
_MARKERS = ("o", "s", "^", "D", "v", "X")
_WIDTH = 5.4


def plot(figure: Figure, curves: tuple[Curve, ...], salt: str) -> str:
    """The SVG by matplotlib of a figure with these curves.

    Raises: ImportError without matplotlib; ValueError, OverflowError or ArithmeticError where it can't be drawn.
    """
    import matplotlib as mpl

    with _LOCK, mpl.rc_context({**_SETTINGS, "svg.hashsalt": salt}):
        if figure.cells is not None:
            canvas = _draw_cells(figure.cells)
        elif figure.surface is not None:
            canvas = _draw_over(figure.surface, figure, curves)
        else:
            return _draw_panels(figure, curves)
        return _save(canvas)


def _draw_panels(figure: Figure, curves: tuple[Curve, ...]) -> str:
    titles = figure.panels or ("",)
    canvas, grid = _sheet(len(titles))
    try:
        for at, (title, axes) in enumerate(zip(titles, grid, strict=True)):
            own = [curve for curve in curves if curve.panel == at]
            _draw_lines(axes, own)
            axes.relim()
            axes.autoscale()
            # Beside and above other panels, axes mean the same and need no name.
            _label(axes, figure, own, x=at + 2 >= len(titles), y=at % 2 == 0)
            axes.set_title(clean_line(title, 40), color=INK, fontsize=11)
            _name_lines(axes, own)
        svg = _save(canvas)
    except BaseException:
        _sheet.cache_clear()  # it may be half drawn
        raise
    for axes in grid:
        for line in list(axes.lines):
            line.remove()
        if axes.legend_ is not None:
            axes.legend_.remove()
    return svg


def _draw_lines(axes: Any, curves: Sequence[Curve], **more: Any) -> None:
    for index, curve in enumerate(curves):
        axes.plot(
            curve.x,
            curve.y,
            color=LINES[index],
            linestyle=_STYLES[index],
            linewidth=2.0,
            marker=_MARKERS[index] if curve.marked else None,
            markersize=5.5,
            markevery=max(1, len(curve.x) // 12),
            label=clean_line(curve.label, 60).lstrip("_") or f"{index + 1}",
            **more,
        )


def _label(axes: Any, figure: Figure, curves: Sequence[Curve], *, x: bool = True, y: bool = True) -> None:
    from matplotlib.ticker import AutoLocator, MaxNLocator

    axes.set_xlabel(clean_line(figure.x_label, 80) if x else "", color=INK)
    axes.set_ylabel(clean_line(figure.y_label, 80) if y else "", color=INK)
    whole = all(float(x).is_integer() for curve in curves for x in curve.x)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True) if whole else AutoLocator())


def _name_lines(axes: Any, curves: Sequence[Curve]) -> None:
    if len(curves) > 1:
        axes.legend(frameon=False, handlelength=2.8, labelcolor=INK, loc="best")


def _draw_over(surface: Surface, figure: Figure, curves: tuple[Curve, ...]) -> Any:
    """Curves over a surface seen from above; the rings are closer where it is low, as a loss flattens there."""
    canvas, (axes,) = _open(3.7, 1)
    heights = [height for row in surface.heights for height in row]
    low, high = min(heights), max(heights)
    levels = [low + (high - low) * (step / len(GROUND)) ** 2 for step in range(len(GROUND) + 1)]
    if high > low:
        axes.contourf(surface.x, surface.y, surface.heights, levels=levels, colors=GROUND)
        axes.contour(surface.x, surface.y, surface.heights, levels=levels[1:-1], colors=SOFT, linewidths=0.8)
    _draw_lines(axes, curves)
    _label(axes, figure, ())
    axes.set_xlim(surface.x[0], surface.x[-1])
    axes.set_ylim(surface.y[0], surface.y[-1])
    axes.grid(visible=False)
    _name_lines(axes, curves)
    return canvas


def _draw_cells(cells: Cells) -> Any:
    """A table of coloured cells with a number in each; a dash where there is none."""
    from matplotlib.patches import Rectangle

    canvas, (axes,) = _open(0.6 + 0.5 * len(cells.rows), 1)
    canvas.set_layout_engine("constrained")  # names of rows may be long
    most = max((value for row in cells.values for value in row if value is not None), default=0.0)
    for down, row in enumerate(cells.values):
        for across, value in enumerate(row):
            level = 0 if not value else min(len(HEAT) - 1, 1 + math.floor(value / most * (len(HEAT) - 1)))
            axes.add_patch(Rectangle((across, down), 1, 1, facecolor=HEAT[level], edgecolor=SOFT, linewidth=1.0))
            text = "–" if value is None else f"{value:.2g}"  # noqa: RUF001 (a dash, for no number)
            axes.text(across + 0.5, down + 0.5, text, color=INK, ha="center", va="center")
    axes.set_xlim(0, len(cells.columns))
    axes.set_ylim(len(cells.rows), 0)
    axes.xaxis.tick_top()
    axes.set_xticks([at + 0.5 for at in range(len(cells.columns))], [clean_line(name, 20) for name in cells.columns])
    axes.set_yticks([at + 0.5 for at in range(len(cells.rows))], [clean_line(name, 20) for name in cells.rows])
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
    return canvas


@cache
def _sheet(panels: int) -> tuple[Any, list[Any]]:
    """The one canvas for this many panels, without curves: making it takes longer than drawing on it."""
    return _open(2.9 if panels == 1 else 2.6 * math.ceil(panels / 2), panels)


def _open(height: float, panels: int) -> tuple[Any, list[Any]]:
    """A clear canvas of this height in inches, and its axes: two panels beside each other, more in rows of two."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(_WIDTH, height))
    FigureCanvasSVG(canvas)
    canvas.patch.set_alpha(0.0)
    grid = canvas.subplots(math.ceil(panels / 2), min(panels, 2), squeeze=False).ravel().tolist()
    top = 0.12 if panels == 1 else 0.3  # inches, for a title
    canvas.subplots_adjust(0.12, 0.52 / height, 0.975, 1 - top / height, wspace=0.26, hspace=0.35)
    for spare in grid[panels:]:
        spare.remove()
    for axes in grid[:panels]:
        axes.patch.set_alpha(0.0)
        for side, spine in axes.spines.items():
            spine.set_visible(side == "bottom")
            spine.set_color(SOFT)
        axes.tick_params(colors=INK, length=0, labelsize=10.5)
        axes.grid(visible=True, axis="y", color=SOFT, linewidth=0.6)
        axes.set_axisbelow(True)
    return canvas, grid[:panels]


def _save(canvas: Any) -> str:
    paper = io.StringIO()
    canvas.savefig(paper, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return paper.getvalue()
