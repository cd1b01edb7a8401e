import math

import numpy as np


def loss_history(weights, inputs, target, lr, steps):
    losses = []
    for i in range(steps + 1):
        pred = sum(w * x for w, x in zip(weights, inputs))
        loss = pred - target
        losses.append(float(loss))
        gradient = np.array([2 * loss * x for x in inputs])
        weights = weights - lr * gradient
    return losses


def diagnose(losses):
    if not math.isfinite(losses[-1]) or losses[-1] >= losses[0]:
        return "too_high"
    elif losses[-1] / losses[0] > 0.9:
        return "too_low"
    else:
        return "good"
