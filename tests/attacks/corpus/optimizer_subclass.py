"""Returns its own optimizer class.

Exercise: training_loop
Tries: have a `step` of the student's run in the judge
Holds: score < full; some failed|crashed|error
"""

import torch
from torch import nn


class SGD(torch.optim.SGD):
    def step(self, closure=None):
        raise SystemExit(0)

    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


SGD.__module__ = "torch.optim.sgd"


def make_optimizer(model: nn.Module, lr: float) -> torch.optim.SGD:
    return SGD(model.parameters(), lr=lr)


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int, lr: float) -> list[float]:
    return [0.0] * epochs
