"""Exits with code 0 while it is imported.

Exercise: slope
Tries: pass for a run that ended well before any test began
Holds: score == 0; only failed|crashed|error|not_run
"""

import sys

sys.exit(0)


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight
