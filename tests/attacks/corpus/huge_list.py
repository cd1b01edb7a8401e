"""Returns a list of ten million numbers.

Exercise: slope
Tries: exhaust the judge's memory or time by one value
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

NUMBERS = [0.5] * 10_000_000


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return NUMBERS


def update_weight(weight: float, slope: float, lr: float) -> float:
    return NUMBERS
