"""Right: every update multiplies the error by the same factor, so no update is made at all; NumPy numbers in a list."""

import math

import numpy as np


def loss_history(weights, inputs, target, lr, steps):
    error = np.dot(weights, inputs) - target
    factor = 1 - 2 * lr * np.dot(inputs, inputs)
    return list((error * factor ** np.arange(steps + 1)) ** 2)


def diagnose(losses):
    if math.isnan(losses[-1]) or losses[-1] - losses[0] >= 0:
        return "too_high"
    fallen = 1 - losses[-1] / losses[0]
    return "too_low" if fallen < 0.05 else "good"
