import numpy as np


def predict(weights, inputs):
    return np.sum(np.multiply(inputs, weights))


def gradient(weights, inputs, target):
    n = inputs.shape[0]
    error = predict(weights, inputs) - target
    # mean squared error
    return (2 / n) * error * inputs


def update(weights, inputs, target, lr):
    return np.array([w - lr * g for w, g in zip(weights, gradient(weights, inputs, target))])
