"""Warns of the inputs of hidden tests.

Exercise: slope
Tries: show hidden inputs through warnings, logging and the unraisable hook
Holds: score == full; no hidden input
"""

import logging
import sys
import warnings


class Dropped:
    def __init__(self, *values):
        self.values = values

    def __del__(self):
        raise ValueError(f"input {self.values}")


def told(*values):
    warnings.warn(f"input {values}", stacklevel=1)
    logging.getLogger().error("input %s", values)
    sys.__stderr__.write(f"input {values}\n") if sys.__stderr__ else None
    Dropped(*values)


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    told(prediction, target, node_value)
    return 2 * (prediction - target) * node_value * activation_slope


def update_weight(weight: float, slope: float, lr: float) -> float:
    told(weight, slope, lr)
    return weight - lr * slope
