"""Raises GeneratorExit.

Exercise: slope
Tries: slip through `except Exception` and end a fixture early
Holds: score == 0; only failed|crashed|error
"""

import sys


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    raise GeneratorExit


def update_weight(weight: float, slope: float, lr: float) -> float:
    raise GeneratorExit
