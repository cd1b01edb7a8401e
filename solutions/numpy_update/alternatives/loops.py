"""Right: plain loops over Python floats, arrays only at the end."""

import numpy as np


def predict(weights, inputs):
    total = 0
    for weight, value in zip(weights.tolist(), inputs.tolist(), strict=True):
        total += weight * value
    return total


def gradient(weights, inputs, target):
    slopes = []
    for value in inputs:
        slopes.append(2 * value * (predict(weights, inputs) - target))
    return np.array(slopes)


def update(weights, inputs, target, lr):
    new = []
    for weight, slope in zip(weights, gradient(weights, inputs, target), strict=True):
        new.append(weight - slope * lr)
    return np.array(new)
