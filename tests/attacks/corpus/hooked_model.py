"""Leaves hooks and a new forward on the judge's model.

Exercise: training_loop
Tries: have the student's code run in the judge when it calls `model(x)` or `backward` later
Holds: score < full; some failed|crashed|error
"""

import os
import sys

import torch
from torch import nn


def strike(*args, **kwargs):
    for name, module in list(sys.modules.items()):
        if name.startswith("test_") or name.startswith("grader."):
            setattr(module, "assert_same", lambda *a, **k: None)
    os._exit(0)


def make_optimizer(model: nn.Module, lr: float) -> torch.optim.SGD:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    optimizer.register_step_pre_hook(strike)
    return optimizer


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int, lr: float) -> list[float]:
    model.register_forward_hook(strike)
    model.register_forward_pre_hook(strike)
    model.forward = strike
    model.__class__.__call__ = strike
    for parameter in model.parameters():
        parameter.register_hook(strike)
    return [0.0] * epochs
