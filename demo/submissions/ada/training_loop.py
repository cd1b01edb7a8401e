"""The training loop: an optimizer over a model's parameters, and full-batch gradient descent with it."""

import torch
from torch import nn


def make_optimizer(model: nn.Module, lr: float) -> torch.optim.SGD:
    """Plain stochastic gradient descent over all parameters of `model`: no momentum, no weight decay."""
    return torch.optim.SGD(model.parameters(), lr=lr)


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int, lr: float) -> list[float]:
    """Train `model` in place on the mean squared error; one step on the full batch an epoch.

    x  (N, D) float32
    y  (N,) float32; `model(x)` has shape (N, 1), so the shapes must be matched before they are compared

    Returns `epochs` floats: the loss of each epoch, taken before its update. `x` and `y` stay as they are.
    """
    optimizer = make_optimizer(model, lr)
    criterion = nn.MSELoss()
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
