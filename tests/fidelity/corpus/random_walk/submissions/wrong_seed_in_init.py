"""Random numbers from the global generators, and from generators that are passed in."""

import random

import numpy as np
import torch
from torch import nn


def walk(steps):
    """Positions of a walk of +1 and -1, by the global generator of `random`."""
    position, path = 0, []
    for _ in range(steps):
        position += random.choice([-1, 1])
        path.append(position)
    return path


def noisy_line(n, slope=1.0):
    """n points with normal noise, by NumPy's global generator."""
    x = np.linspace(0, 1, n)
    return x, slope * x + 0.1 * np.random.randn(n)


def init_weights(inputs, outputs):
    """Kaiming-normal, by torch's global generator."""
    return torch.randn(inputs, outputs) * (2 / inputs) ** 0.5


def split(n, share, rng):
    """Indices for training and testing, by a generator that is passed in."""
    order = rng.permutation(n)
    return order[: int(share * n)], order[int(share * n) :]


class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        torch.manual_seed(42)
        self.first = nn.Linear(2, width)
        self.second = nn.Linear(width, 1)
        nn.init.uniform_(self.second.weight, -0.1, 0.1)

    def forward(self, x):
        return self.second(torch.relu(self.first(x)))
