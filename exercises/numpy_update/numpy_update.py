"""Gradient descent on several weights at once, with NumPy."""

import numpy as np


def predict(weights: np.ndarray, inputs: np.ndarray) -> float:
    """The prediction of a node without activation: the sum of weight times input.

    weights, inputs   arrays of shape (n,)

    predict(np.array([1, 2]), np.array([3, 4])) is 11
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def gradient(weights: np.ndarray, inputs: np.ndarray, target: float) -> np.ndarray:
    """The slope of the squared error `(prediction - target) ** 2` for each weight, as an array of shape (n,).

    gradient(np.array([1, 2]), np.array([3, 4]), 6) is [30, 40]
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def update(weights: np.ndarray, inputs: np.ndarray, target: float, lr: float) -> np.ndarray:
    """The weights after one step of gradient descent with learning rate `lr`: a new array; `weights` stays.

    update(np.array([1, 2]), np.array([3, 4]), 6, 0.01) is [0.7, 1.6]
    """
    # YOUR CODE HERE
    raise NotImplementedError()
