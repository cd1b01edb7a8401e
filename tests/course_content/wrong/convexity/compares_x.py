import numpy as np


def find_minimum(start, lr, steps):
    x = start
    for i in range(steps):
        gradient = 4 * x * x * x - 8 * x + 1
        x = x - gradient * lr
    return x


def best_start(starts, lr, steps):
    minima = [find_minimum(s, lr, steps) for s in starts]
    sizes = [np.sqrt(m**2) for m in minima]
    return starts[int(np.argmin(sizes))]


def is_convex(samples):
    second = np.diff(np.diff(samples))
    return bool(np.min(second) > -1e-9)
