"""Right: NumPy in double precision, an early stop where nothing moves any more, second differences."""

import numpy as np


def find_minimum(start, lr, steps):
    x = np.float64(start)
    slope = np.polynomial.Polynomial([1, -8, 0, 4])
    for _ in range(steps):
        before = x
        x = x - lr * slope(x)
        if x == before:
            break
    return x


def best_start(starts, lr, steps):
    height = np.polynomial.Polynomial([0, 1, -4, 0, 1])
    heights = [height(find_minimum(start, lr, steps)) for start in starts]
    return np.asarray(starts)[np.argmin(heights)]


def is_convex(samples):
    return np.all(np.diff(samples, n=2) > -1e-6)
