"""Right: one sample at a time, with outer products, and sums in plain loops."""

import numpy as np


def backprop(x, y, weights, biases):
    gradients = [(np.zeros_like(weight), np.zeros_like(bias)) for weight, bias in zip(weights, biases, strict=True)]
    for row, label in zip(x, y, strict=True):
        activations = [row]
        for weight, bias in zip(weights, biases, strict=True):
            activations.append(weight @ activations[-1] + bias)
        odds = [np.exp(logit) for logit in activations[-1]]
        delta = np.array([odd / sum(odds) for odd in odds])
        delta[label] -= 1.0
        for layer in (2, 1, 0):
            gradients[layer][0][...] += np.outer(delta, activations[layer]) / len(x)
            gradients[layer][1][...] += delta / len(x)
            delta = weights[layer].T @ delta
    return gradients
