import numpy as np


def predict(weights, inputs):
    return np.dot(weights, inputs)


def gradient(weights, inputs, target):
    err = predict(weights, inputs) - target
    g = []
    for x in inputs:
        g.append(err * x)
    return np.array(g)


def update(weights, inputs, target, lr):
    step = lr * gradient(weights, inputs, target)
    return weights - step
