"""Right: every step multiplies the point by the same factor; NumPy numbers in a list."""

import numpy as np


def f(x):
    return np.square(np.float64(x))


def derivative(x):
    return np.float32(2) * np.float32(x)


def descend(x0, lr, steps):
    return list(x0 * (1.0 - 2.0 * lr) ** np.arange(steps + 1))
