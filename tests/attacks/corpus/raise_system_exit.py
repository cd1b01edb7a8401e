"""Leaves by SystemExit with code 0.

Exercise: slope
Tries: have the judge exit as if all had gone well
Holds: score == 0; only failed|crashed|error
"""

import sys


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    sys.exit(0)


def update_weight(weight: float, slope: float, lr: float) -> float:
    sys.exit(0)
