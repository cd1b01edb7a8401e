"""Prints the inputs of hidden tests, with a right answer.

Exercise: slope
Tries: show hidden inputs in the report by printing them
Holds: score == full; no hidden input
"""

import sys


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    print("input", prediction, target, node_value, activation_slope, file=sys.stderr)
    return 2 * (prediction - target) * node_value * activation_slope


def update_weight(weight: float, slope: float, lr: float) -> float:
    print("input", weight, slope, lr)
    return weight - lr * slope
