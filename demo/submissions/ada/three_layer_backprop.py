"""Backpropagation by hand through three linear layers, with NumPy only."""

import numpy as np


def backprop(
    x: np.ndarray, y: np.ndarray, weights: list[np.ndarray], biases: list[np.ndarray]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """The gradients of the mean cross-entropy for three linear layers L0, L1, L2 without activations.

    x        (N, D) floats, one sample a row
    y        (N,) integers, the class index of each sample
    weights  three arrays of shape (out, in): a layer computes `inputs @ W.T + b`
    biases   three arrays of shape (out,)

    Returns [(dW0, db0), (dW1, db1), (dW2, db2)], each of the shape of its parameter. The net of the README is
    16-8-4-2; other widths work alike. The arguments stay as they are.
    """
    inputs = [x]
    for weight, bias in zip(weights, biases, strict=True):
        inputs.append(inputs[-1] @ weight.T + bias)
    logits = inputs.pop()

    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    delta = exponentials / exponentials.sum(axis=1, keepdims=True)
    delta[np.arange(len(y)), y] -= 1
    delta /= len(y)

    gradients = []
    for weight, layer_input in zip(reversed(weights), reversed(inputs), strict=True):
        gradients.append((delta.T @ layer_input, delta.sum(axis=0)))
        delta = delta @ weight
    return gradients[::-1]
