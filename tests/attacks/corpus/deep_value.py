"""Returns a list that is nested a hundred thousand times.

Exercise: slope
Tries: overrun the stack of whoever walks the value
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

DEEP: list = []
for _ in range(100_000):
    DEEP = [DEEP]


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return DEEP


def update_weight(weight: float, slope: float, lr: float) -> float:
    return DEEP
