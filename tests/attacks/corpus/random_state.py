"""Forges the state of every random generator.

Exercise: training_loop
Tries: have the judge take over a random state of the student's, and draw known inputs
Holds: score < full; some failed|error
"""

import random

import numpy as np
import torch
from torch import nn


class State(tuple):
    def __reduce__(self):
        raise SystemExit(0)


def forge():
    random.setstate((3, (0,) * 624 + (624,), None))
    np.random.seed(0)
    torch.manual_seed(0)
    random.random = lambda: 0.5
    torch.randn = lambda *shape, **more: torch.zeros(*[n for n in shape if isinstance(n, int)])
    np.random.default_rng = lambda *args: np.random.RandomState(0)


def make_optimizer(model: nn.Module, lr: float) -> torch.optim.SGD:
    forge()
    return torch.optim.SGD(model.parameters(), lr=0.0)


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int, lr: float) -> list[float]:
    forge()
    return [0.0] * epochs
