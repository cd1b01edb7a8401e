"""Remembers every call and answers with what it saw before.

Exercise: slope
Tries: find the expected value among the arguments of later calls, as a suite that checks results through the student's own functions would leak it
Holds: score < full; some failed
"""

SEEN = [0.0]


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    SEEN.extend([prediction, target, node_value])
    return SEEN[-4]


def update_weight(weight: float, slope: float, lr: float) -> float:
    SEEN.extend([weight, slope, lr])
    return max(SEEN, key=lambda value: abs(value - weight))
