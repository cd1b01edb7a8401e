"""Points of a figure, read from whatever a student's function gave; nothing here raises for it."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

from grader.judge.kinds import is_complex, kind_of, widen
from grader.judge.verdicts import Curve

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_POINTS", "largest_error", "read_curve", "read_path", "read_plain"]

MAX_POINTS = 2000
MAX_MAGNITUDE = 1e30
"""Larger values are finite, but nothing that draws them in single precision survives them."""
ROUNDING = 1e-5
"""Relative errors below it are float32's, and shown as none."""


def read_curve(label: str, values: Any, panel: int = 0) -> Curve | None:
    """The finite numbers of a sequence over 0, 1, 2 and so on; None where there are none."""
    points = [(float(x), y) for x, y in enumerate(map(_read_number, _head(values))) if _is_drawn(y)]
    if not points:
        return None
    return Curve(label, tuple(x for x, _ in points), tuple(y for _, y in points), panel)


def read_path(label: str, points: Any) -> Curve | None:
    """The pairs of finite numbers in a sequence of pairs; None where there are none."""
    pairs = [tuple(map(_read_number, _head(pair))) for pair in _head(points, width=2)]
    drawn = [pair for pair in pairs if len(pair) == 2 and all(map(_is_drawn, pair))]
    if not drawn:
        return None
    return Curve(label, tuple(x for x, _ in drawn), tuple(y for _, y in drawn))


def read_plain(value: Any) -> float | None:
    """A finite number as a float; None for anything else."""
    number = _read_number(value)
    return number if _is_drawn(number) else None


def largest_error(got: Any, want: Any) -> float | None:
    """The largest `|got - want|` by the largest `|want|`, rounding left out; None for another kind, shape or NaN."""
    if kind_of(got) not in ("NumPy array", "tensor") or is_complex(got) or tuple(got.shape) != tuple(want.shape):
        return None
    import numpy as np

    with np.errstate(all="ignore"):
        wanted = widen(want)
        error = float(np.abs(widen(got) - wanted).max(initial=0.0) / (np.abs(wanted).max(initial=0.0) or 1.0))
    if not _is_drawn(error):
        return None
    return error if error > ROUNDING else 0.0


def _is_drawn(number: float) -> bool:
    return math.isfinite(number) and abs(number) <= MAX_MAGNITUDE


def _head(values: Any, width: int = 0) -> Iterable[Any]:
    """The first values of a list, a tuple or an array or tensor of one dimension (of two with `width` columns)."""
    if type(values) in (list, tuple):
        return list(values[:MAX_POINTS])
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    array = numpy is not None and type(values) is numpy.ndarray
    tensor = torch is not None and type(values) is torch.Tensor
    if not (array or tensor) or tuple(values.shape[1:]) != ((width,) if width else ()) or not values.ndim:
        return []
    return list((values[:MAX_POINTS].detach().cpu() if tensor else values[:MAX_POINTS]).tolist())


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
