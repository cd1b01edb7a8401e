import math

import numpy as np


def one_step(w, x, t, lr):
    error = np.dot(w, x) - t
    return w - lr * 2 * error * x


def loss_history(weights, inputs, target, lr, steps):
    history = []
    w = np.array(weights, dtype=float)
    for step in range(steps):
        w = one_step(w, inputs, target, lr)
        history.append((np.dot(w, inputs) - target) ** 2)
    return history


def diagnose(losses):
    if math.isnan(losses[-1]) or math.isinf(losses[-1]):
        return "too_high"
    if losses[-1] >= losses[0]:
        return "too_high"
    if losses[-1] > 0.95 * losses[0]:
        return "too_low"
    return "good"
