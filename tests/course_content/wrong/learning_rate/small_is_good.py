import numpy as np


def loss_history(weights, inputs, target, lr, steps):
    w = weights.copy()
    losses = []
    for _ in range(steps):
        e = np.sum(w * inputs) - target
        losses.append(float(e**2))
        w = w - 2 * lr * e * inputs
    return losses + [float((np.sum(w * inputs) - target) ** 2)]


def diagnose(losses):
    goes_down = losses[-1] < losses[0]
    if goes_down:
        answer = "good"
    else:
        answer = "too_high"
    return answer
