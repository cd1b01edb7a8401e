import numpy as np


def predict(weights, inputs):
    total = 0.0
    for i in range(len(weights)):
        total += weights[i] * inputs[i]
    return total


def gradient(weights, inputs, target):
    return inputs * (2 * (predict(weights, inputs) - target))


def update(weights, inputs, target, lr):
    slope = 0
    for g in gradient(weights, inputs, target):
        slope += g
    out = []
    for w in weights:
        out.append(w - lr * slope)
    return np.array(out)
