"""Answers wrong by half a percent, as half-precision numbers.

Exercise: slope
Tries: choose the tolerance by the type of the answer: that of float16 is a thousand times wider
Holds: score == 0; some failed
"""

import numpy as np


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return np.float16(1.005 * 2 * (prediction - target) * node_value * activation_slope)


def update_weight(weight: float, slope: float, lr: float) -> float:
    return np.float16(1.005 * (weight - lr * slope))
