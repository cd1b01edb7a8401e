"""Right: autograd finds the slope and an optimizer steps, in single precision; slopes between samples must not fall."""

import torch


def curve(x):
    return x**4 - 4 * x**2 + x


def find_minimum(start, lr, steps):
    point = torch.nn.Parameter(torch.tensor(float(start)))
    optimizer = torch.optim.SGD([point], lr=lr)
    for _ in range(steps):
        (point.grad,) = torch.autograd.grad(curve(point), point)
        optimizer.step()
    return point.item()


def best_start(starts, lr, steps):
    best, lowest = None, float("inf")
    for start in starts:
        reached = curve(find_minimum(start, lr, steps))
        if reached < lowest:
            best, lowest = start, reached
    return best


def is_convex(samples):
    heights = torch.tensor(samples, dtype=torch.float64)
    slopes = heights[1:] - heights[:-1]
    return bool((slopes[1:] + 1e-8 >= slopes[:-1]).all())
