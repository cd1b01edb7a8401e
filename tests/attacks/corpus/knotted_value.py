"""Returns fourteen lists that all contain all of each other.

Exercise: slope
Tries: make the printing of one small value take longer than the universe has
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

KNOT: list = [[] for _ in range(14)]
for part in KNOT:
    part.extend(KNOT)


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return KNOT


def update_weight(weight: float, slope: float, lr: float) -> float:
    return KNOT
