"""Weights of a suite to points of an exercise, without a cent of float dust."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["UNIT", "share", "to_points"]

UNIT = 10_000
"""Units in a point: points have at most 4 decimals, and sums of whole units are exact."""


def share(weights: Sequence[float], total: float) -> tuple[int, ...]:
    """`total` points split by `weights` into whole units that add up to it (largest remainder; ties go to the first).

    A weight that is not a positive finite number gets nothing; when all are so, nobody does.
    """
    exact = [Fraction(weight) if math.isfinite(weight) and weight > 0 else Fraction(0) for weight in weights]
    whole = sum(exact)
    units = round(Fraction(total) * UNIT)
    if not whole:
        return (0,) * len(exact)
    quotas = [units * weight / whole for weight in exact]
    shares = [math.floor(quota) for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda index: (shares[index] - quotas[index], index))
    for index in order[: units - sum(shares)]:
        shares[index] += 1
    return tuple(shares)


def to_points(units: int) -> float:
    """Units as points; the division rounds correctly, so 60000 units are exactly 6.0."""
    return units / UNIT
