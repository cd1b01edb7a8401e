"""Returns a text of a gigabyte, and numbers with a million digits.

Exercise: slope
Tries: exhaust the judge, or Python's conversion of large integers
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

import itertools

ODD = itertools.cycle([lambda: "x" * (1 << 29), lambda: 1 << 3_000_000, lambda: b"x" * (1 << 28)])


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return next(ODD)()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return next(ODD)()
