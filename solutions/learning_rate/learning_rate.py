"""How the learning rate shows in the loss: a history of losses, and what it says."""

import math

import numpy as np


def loss_history(weights: np.ndarray, inputs: np.ndarray, target: float, lr: float, steps: int) -> list[float]:
    """The squared error before each of `steps` updates and after the last one: `steps + 1` numbers.

    weights, inputs   arrays of shape (n,); the prediction is the sum of their products
    lr                the learning rate of every update

    loss_history(np.array([1, 2]), np.array([3, 4]), 6, 0.01, 2) is [25, 6.25, 1.5625]
    """
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        error = (weights * inputs).sum() - target
        losses.append(float(error**2))
        weights = weights - lr * 2 * error * inputs
    losses.append(float(((weights * inputs).sum() - target) ** 2))
    return losses
    ### END SOLUTION


def diagnose(losses: list[float]) -> str:
    """What a history of losses says of its learning rate: "too_high", "too_low" or "good".

    diagnose([25, 56.25, 126.5625]) is "too_high"
    """
    ### BEGIN SOLUTION
    first, last = losses[0], losses[-1]
    if last >= first or not math.isfinite(last):
        return "too_high"
    if last / first > 0.95:
        return "too_low"
    return "good"
    ### END SOLUTION
