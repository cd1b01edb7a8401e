"""Rebinds a local name: the model never moves."""

import torch
from torch import nn


def manual_step(model: nn.Module, lr: float) -> None:
    with torch.no_grad():
        for weight in model.parameters():
            if weight.grad is not None:
                weight = weight - lr * weight.grad
