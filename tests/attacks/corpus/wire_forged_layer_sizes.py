"""Sends the model back with attributes that cost a fortune.

Exercise: training_loop
Tries: have the judge allocate terabytes when it runs the model, or call something that is no layer
Holds: score < full; some crashed|failed|error|timeout|memory
"""

import torch
from torch import nn


def make_optimizer(model: nn.Module, lr: float) -> torch.optim.SGD:
    return torch.optim.SGD(model.parameters(), lr=float("nan"))


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int, lr: float) -> list[float]:
    for module in list(model.modules()):
        if isinstance(module, nn.Linear):
            module.in_features = 10**15
            module.__dict__["bias"] = [1] * 10
            module.__dict__["weight"] = "weight"
        module._modules["again"] = nn.Upsample(scale_factor=1e12)
        module._modules["loop"] = module
    return [0.0] * epochs
