import numpy as np


def predict(weights, inputs):
    return sum(w * x for w, x in zip(weights, inputs))


def slope_for(i, weights, inputs, target):
    return 2 * inputs[i] * (predict(weights, inputs) - target)


def gradient(weights, inputs, target):
    return np.array([slope_for(i, weights, inputs, target) for i in range(len(weights))])


def update(weights, inputs, target, lr):
    weights = [float(w) for w in weights]
    for i, _ in enumerate(weights):
        weights[i] = weights[i] - lr * slope_for(i, weights, inputs, target)
    return np.array(weights)
