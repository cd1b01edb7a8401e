"""How the learning rate shows in the loss: a history of losses, and what it says."""

import math

import numpy as np


def loss_history(weights: np.ndarray, inputs: np.ndarray, target: float, lr: float, steps: int) -> list[float]:
    """The squared error before each of `steps` updates and after the last one: `steps + 1` numbers.

    weights, inputs   arrays of shape (n,); the prediction is the sum of their products
    lr                the learning rate of every update

    loss_history(np.array([1, 2]), np.array([3, 4]), 6, 0.01, 2) is [25, 6.25, 1.5625]
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def diagnose(losses: list[float]) -> str:
    """What a history of losses says of its learning rate: "too_high", "too_low" or "good".

    diagnose([25, 56.25, 126.5625]) is "too_high"
    """
    # YOUR CODE HERE
    raise NotImplementedError()
