"""Sums over the batch where the loss takes a mean."""

import numpy as np


def backprop(
    x: np.ndarray, y: np.ndarray, weights: list[np.ndarray], biases: list[np.ndarray]
) -> list[tuple[np.ndarray, np.ndarray]]:
    inputs = [x]
    for weight, bias in zip(weights, biases):
        inputs.append(inputs[-1] @ weight.T + bias)
    logits = inputs.pop()
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    delta = exponentials / exponentials.sum(axis=1, keepdims=True)
    delta[np.arange(len(y)), y] -= 1
    gradients = []
    for weight, layer_input in zip(reversed(weights), reversed(inputs)):
        gradients.append((delta.T @ layer_input, delta.sum(axis=0)))
        delta = delta @ weight
    return gradients[::-1]
