"""One step of gradient descent on a model, without an optimizer."""

import torch
from torch import nn


def manual_step(model: nn.Module, lr: float) -> None:
    """Move every parameter of `model` by `-lr` times its gradient, in place.

    The gradients are ready: `loss.backward()` was called, and each parameter holds its own in `.grad`, a tensor of the
    parameter's shape and dtype. A parameter whose `.grad` is None stays as it is. The model keeps its own parameters,
    still trainable, so that an optimizer made earlier still sees them. Nothing is returned.
    """
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter -= lr * parameter.grad
