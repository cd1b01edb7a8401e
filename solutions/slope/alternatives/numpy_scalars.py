"""Right: NumPy scalars instead of floats, computed in float32."""

import numpy as np


def weight_slope(prediction, target, node_value, activation_slope=1.0):
    factors = np.array([2 * (prediction - target), node_value, activation_slope], dtype=np.float32)
    return np.prod(factors)


def update_weight(weight, slope, lr):
    return np.float32(weight) - np.float32(lr) * np.float32(slope)
