"""Moves the weights and forgets the biases."""

import torch
from torch import nn


def manual_step(model: nn.Module, lr: float) -> None:
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.grad is not None and name.endswith("weight"):
                parameter -= lr * parameter.grad
