"""Figures as SVG that stands alone: it brings its own style, works on light and dark paper, and runs nothing.

Drawn by matplotlib in placeholder colours that become CSS classes; a media query picks the palette. Shown by `<img>`,
where an SVG can neither run a script nor load anything.
"""

from __future__ import annotations

import hashlib
import io
import math
import re
from functools import cache
from html import escape
from threading import Lock
from typing import TYPE_CHECKING, Any

from grader.report.model import DrawnFigure
from grader.report.sanitise import LIMITS, clean_line, clip

if TYPE_CHECKING:
    from grader.judge.verdicts import Curve, Figure

__all__ = ["draw"]

_MOST_CURVES = 6
_MOST_POINTS = 400
_LARGEST = 1e30
# rcParams are global to the process, the canvas is used again, and a host builds reports in several threads.
_LOCK = Lock()
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "text.usetex": False,
    "text.parse_math": False,
    "font.size": 11.0,
    "axes.formatter.use_mathtext": False,
}

# Okabe and Ito's colours, told apart by the colour-blind, darkened for white paper and lightened for dark; line styles
# and markers differ as well.
_LIGHT = ("#0063a5", "#b34700", "#00755a", "#9c3f7d", "#6b5b00", "#4a4a4a")
_DARK = ("#6cb8f0", "#f29d49", "#3cc79a", "#e08fc3", "#e3d045", "#c9c9c9")
_INK, _SOFT = "#010101", "#020202"
_SENTINELS = ("#010103", "#010105", "#010107", "#010109", "#01010b", "#01010d")
_STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
_MARKERS = ("o", "s", "^", "D", "v", "X")
_CLASSES = {_INK: "ink", _SOFT: "soft"} | {color: f"c{index}" for index, color in enumerate(_SENTINELS)}
_STYLE = re.compile(r'style="([^"]*)"')


def draw(figure: Figure, *, test: str, salt: str) -> DrawnFigure | None:
    """`figure` as titled SVG, or None where it can't be drawn: empty, not finite, absurd, or without matplotlib.

    `salt` makes ids in the SVG its own, and the same on every run.
    """
    curves = tuple(_thin(curve) for curve in figure.curves[:_MOST_CURVES])
    if not curves or not all(_is_drawable(curve) for curve in curves):
        return None
    title = clean_line(figure.title)
    alt = clip(figure.alt, LIMITS["value"]).replace("\n", " ")
    try:
        svg = _restyle(_plot(figure, curves, salt), title, alt, salt, len(curves))
    except (ImportError, ValueError, OverflowError, ArithmeticError):
        return None
    return DrawnFigure(title=title, alt=alt, svg=svg, test=test)


def _thin(curve: Curve) -> Curve:
    """At most `_MOST_POINTS` points, the first and the last among them."""
    from grader.judge.verdicts import Curve

    step = max(1, math.ceil(min(len(curve.x), len(curve.y)) / _MOST_POINTS))
    if step == 1:
        return curve
    keep = [*range(0, len(curve.x) - 1, step), len(curve.x) - 1]
    return Curve(curve.label, tuple(curve.x[i] for i in keep), tuple(curve.y[i] for i in keep if i < len(curve.y)))


def _is_drawable(curve: Curve) -> bool:
    points = (*curve.x, *curve.y)
    return bool(curve.x) and len(curve.x) == len(curve.y) and all(abs(value) < _LARGEST for value in points)


def _plot(figure: Figure, curves: tuple[Curve, ...], salt: str) -> str:
    import matplotlib as mpl
    from matplotlib.ticker import AutoLocator, MaxNLocator

    with _LOCK, mpl.rc_context({**_SETTINGS, "svg.hashsalt": salt}):
        canvas, axes = _sheet()
        try:
            for index, curve in enumerate(curves):
                axes.plot(
                    curve.x,
                    curve.y,
                    color=_SENTINELS[index],
                    linestyle=_STYLES[index],
                    linewidth=2.0,
                    marker=_MARKERS[index],
                    markersize=5.5,
                    markevery=max(1, len(curve.x) // 12),
                    label=clean_line(curve.label, 60).lstrip("_") or f"{index + 1}",
                )
            axes.relim()
            axes.autoscale()
            axes.set_xlabel(clean_line(figure.x_label, 80), color=_INK)
            axes.set_ylabel(clean_line(figure.y_label, 80), color=_INK)
            whole = all(float(x).is_integer() for curve in curves for x in curve.x)
            axes.xaxis.set_major_locator(MaxNLocator(integer=True) if whole else AutoLocator())
            if len(curves) > 1:
                axes.legend(frameon=False, handlelength=2.8, labelcolor=_INK, loc="best")
            paper = io.StringIO()
            canvas.savefig(paper, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
        except BaseException:
            _sheet.cache_clear()  # it may be half drawn
            raise
        for line in list(axes.lines):
            line.remove()
        if axes.legend_ is not None:
            axes.legend_.remove()
    return paper.getvalue()


@cache
def _sheet() -> tuple[Any, Any]:
    """The one canvas, and its axes without curves: making them takes longer than drawing on them."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(5.4, 2.9))
    FigureCanvasSVG(canvas)
    canvas.patch.set_alpha(0.0)
    axes = canvas.add_axes((0.12, 0.18, 0.855, 0.78))
    axes.patch.set_alpha(0.0)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_SOFT)
    axes.tick_params(colors=_INK, length=0, labelsize=10.5)
    axes.grid(visible=True, axis="y", color=_SOFT, linewidth=0.6)
    axes.set_axisbelow(True)
    return canvas, axes


def _restyle(svg: str, title: str, alt: str, salt: str, curves: int) -> str:
    """The SVG of matplotlib without prolog, size, metadata and fixed colours; with title, description and palettes."""
    name = "f" + hashlib.sha256(salt.encode()).hexdigest()[:10]
    body = svg[svg.index("<svg") :]
    _, _, body = body.partition(">")
    body = re.sub(r"<metadata>.*?</metadata>|<defs>\s*<style[^>]*>.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = re.sub(r'<g id="[^"]*"', "<g", body)  # only paths and clips are referred to
    body = re.sub(r'(?<= id=")(?=[^"]+")|(?<=url\(#)|(?<=href="#)', f"{name}-", body)
    body = _STYLE.sub(_to_classes, body)
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()  # type: ignore[union-attr]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" id="{name}" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-labelledby="{name}-t {name}-d">\n'
        f'<title id="{name}-t">{escape(title)}</title>\n<desc id="{name}-d">{escape(alt)}</desc>\n'
    )
    return head + f"<style>{_palette(name, curves)}</style>" + body.strip() + "\n"


def _to_classes(match: re.Match[str]) -> str:
    kept, classes = [], []
    for declaration in match.group(1).split(";"):
        prop, _, value = declaration.partition(":")
        prop, value = prop.strip(), value.strip()
        if prop in ("fill", "stroke") and value in _CLASSES:
            classes.append(f"{prop[0]}-{_CLASSES[value]}")
        elif prop and prop != "font-family":  # the palette names the fonts of the reader's own system
            kept.append(f"{prop}: {value}")
    styled = f'style="{"; ".join(kept)}"' if kept else ""
    return f'class="{" ".join(classes)}" {styled}'.strip() if classes else styled


def _palette(name: str, curves: int) -> str:
    def rules(ink: str, soft: str, colors: tuple[str, ...]) -> str:
        named = {"ink": ink, "soft": soft} | {f"c{index}": color for index, color in enumerate(colors[:curves])}
        return "".join(
            f"#{name} .f-{key}{{fill:{color}}}#{name} .s-{key}{{stroke:{color}}}" for key, color in named.items()
        )

    light, dark = rules("#3d4350", "#c9cdd6", _LIGHT), rules("#c3c9d4", "#434a57", _DARK)
    fonts = f"#{name} text{{font-family:system-ui,'Segoe UI',Roboto,'Helvetica Neue',sans-serif}}"
    return f"{fonts}{light}@media (prefers-color-scheme:dark){{{dark}}}"
