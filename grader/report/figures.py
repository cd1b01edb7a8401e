"""Figures as SVG that stands alone: it brings its own style, works on light and dark paper, and runs nothing.

Drawn by matplotlib in placeholder colours that become CSS classes; a media query picks the palette. Shown by `<img>`,
where an SVG can neither run a script nor load anything.
"""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import replace
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.report.model import DrawnFigure
from grader.report.palette import LINES, style_sheet, to_classes
from grader.report.plot import plot
from grader.report.sanitise import LIMITS, clean_line, clip

if TYPE_CHECKING:
    from grader.judge.verdicts import Cells, Curve, Figure, Surface

__all__ = ["draw"]

_MOST_POINTS = 400
_MOST_PANELS = 4
_MOST_CELLS = 16
_MOST_HEIGHTS = 40
_LARGEST = 1e30


def draw(figure: Figure, *, test: str, salt: str) -> DrawnFigure | None:
    """`figure` as titled SVG, or None where it can't be drawn: empty, not finite, absurd, or without matplotlib.

    `salt` makes ids in the SVG its own, and the same on every run.
    """
    curves = tuple(_thin(curve) for at in range(_MOST_PANELS) for curve in _of_panel(figure, at))
    if not _is_drawable(figure, curves):
        return None
    title = clean_line(figure.title)
    alt = clip(figure.alt, LIMITS["value"]).replace("\n", " ")
    try:
        svg = _restyle(plot(figure, curves, salt), title, alt, salt)
    except (ImportError, ValueError, OverflowError, ArithmeticError):
        return None
    return DrawnFigure(title=title, alt=alt, svg=svg, test=test)


def _of_panel(figure: Figure, at: int) -> list[Curve]:
    return [curve for curve in figure.curves if curve.panel == at][: len(LINES)]


def _thin(curve: Curve) -> Curve:
    """At most `_MOST_POINTS` points, the first and the last among them."""
    step = max(1, math.ceil(min(len(curve.x), len(curve.y)) / _MOST_POINTS))
    if step == 1:
        return curve
    keep = [*range(0, len(curve.x) - 1, step), len(curve.x) - 1]
    y = tuple(curve.y[i] for i in keep if i < len(curve.y))
    return replace(curve, x=tuple(curve.x[i] for i in keep), y=y)


def _is_drawable(figure: Figure, curves: tuple[Curve, ...]) -> bool:
    if figure.cells is not None:
        return _is_table(figure.cells)
    ground = figure.surface is None or (_is_ground(figure.surface) and not figure.panels)
    lines = all(curve.x and len(curve.x) == len(curve.y) and _are_plain(*curve.x, *curve.y) for curve in curves)
    return bool(curves) and ground and lines and len(figure.panels) <= _MOST_PANELS


def _is_table(cells: Cells) -> bool:
    sides = len(cells.rows), len(cells.columns)
    numbers = [value for row in cells.values for value in row if value is not None]
    return (
        all(1 <= side <= _MOST_CELLS for side in sides)
        and len(cells.values) == sides[0]
        and all(len(row) == sides[1] for row in cells.values)
        and bool(numbers)
        and _are_plain(*numbers)
        and min(numbers) >= 0
    )


def _is_ground(surface: Surface) -> bool:
    sides = len(surface.x), len(surface.y)
    return (
        all(2 <= side <= _MOST_HEIGHTS for side in sides)
        and all(low < high for axis in (surface.x, surface.y) for low, high in pairwise(axis))
        and len(surface.heights) == sides[1]
        and all(len(row) == sides[0] for row in surface.heights)
        and _are_plain(*surface.x, *surface.y, *(height for row in surface.heights for height in row))
    )


def _are_plain(*numbers: float) -> bool:
    return all(abs(number) < _LARGEST for number in numbers)  # NaN is not


def _restyle(svg: str, title: str, alt: str, salt: str) -> str:
    """The SVG of matplotlib without prolog, size, metadata and fixed colours; with title, description and palettes."""
    name = "f" + hashlib.sha256(salt.encode()).hexdigest()[:10]
    body = svg[svg.index("<svg") :]
    _, _, body = body.partition(">")
    body = re.sub(r"<metadata>.*?</metadata>|<defs>\s*<style[^>]*>.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = re.sub(r'<g id="[^"]*"', "<g", body)  # only paths and clips are referred to
    body = re.sub(r'(?<= id=")(?=[^"]+")|(?<=url\(#)|(?<=href="#)', f"{name}-", body)
    body = to_classes(body)
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()  # type: ignore[union-attr]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" id="{name}" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-labelledby="{name}-t {name}-d">\n'
        f'<title id="{name}-t">{escape(title)}</title>\n<desc id="{name}-d">{escape(alt)}</desc>\n'
    )
    return f"{head}<style>{style_sheet(name, body)}</style>{body.strip()}\n"
