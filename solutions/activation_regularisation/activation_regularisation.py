"""A loss that also asks the hidden layer to stay quiet."""

import torch
from torch import nn


def regularised_loss(model: nn.Sequential, x: torch.Tensor, y: torch.Tensor, lam: float) -> torch.Tensor:
    """The mean squared error plus `lam` times the mean absolute value of the hidden activations.

    model  Linear, an activation (any module), Linear; the hidden activations are what `model[1]` gives
    x      (N, D) float32
    y      (N, C) float32, of the shape of `model(x)`

    Both means run over all elements, batch included. Returns a 0-d tensor that can go backward; nothing goes backward
    in here, and the arguments stay as they are.
    """
    ### BEGIN SOLUTION
    hidden = model[1](model[0](x))
    error = nn.functional.mse_loss(model[2](hidden), y)
    return error + lam * hidden.abs().mean()
    ### END SOLUTION
