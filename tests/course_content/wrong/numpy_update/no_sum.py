import numpy as np


def predict(weights, inputs):
    result = np.zeros(len(inputs))
    for i in range(len(inputs)):
        result[i] = weights[i] * inputs[i]
    return result


def gradient(weights, inputs, target):
    preds = predict(weights, inputs)
    error = preds - target
    return 2 * inputs * error


def update(weights, inputs, target, lr):
    grad = gradient(weights, inputs, target)
    return weights - grad * lr
