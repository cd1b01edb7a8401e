"""Right: the slopes are measured, and integers stay integers where they fit."""

import numpy as np


def predict(weights, inputs):
    return np.einsum("i,i->", weights, inputs)


def gradient(weights, inputs, target):
    def loss(point):
        return (np.inner(point, inputs) - target) ** 2

    turn = 0.5  # the loss is a square, for which a central difference is exact at any distance
    slopes = np.empty(weights.shape)
    for i in range(weights.size):
        up, down = weights.astype(float), weights.astype(float)
        up[i] += turn
        down[i] -= turn
        slopes[i] = loss(up) - loss(down)
    whole = np.rint(slopes)
    return whole.astype(np.int64) if np.allclose(whole, slopes, rtol=0, atol=1e-12) else slopes


def update(weights, inputs, target, lr):
    return np.subtract(weights, np.multiply(lr, gradient(weights, inputs, target)))
