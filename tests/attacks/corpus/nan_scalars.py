"""Answers with NaN, infinity, and numbers that are neither.

Exercise: slope
Tries: pass a comparison by NaN as float, NumPy scalar, complex and Decimal, one after the other
Holds: score == 0; only failed|error
"""

import decimal
import itertools
import math

import numpy as np

ODD = itertools.cycle(
    [math.nan, math.inf, np.float64("nan"), complex(math.nan, 0), decimal.Decimal("NaN"), np.float16("inf"), -math.inf]
)


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return next(ODD)


def update_weight(weight: float, slope: float, lr: float) -> float:
    return next(ODD)
