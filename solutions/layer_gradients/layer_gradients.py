"""The gradient of every layer of a small classifier, under the name that PyTorch gives it."""

import torch
from torch import nn


def layer_gradients(model: nn.Sequential, sample: torch.Tensor, target: torch.Tensor) -> dict[str, torch.Tensor]:
    """The gradients of the mean cross-entropy of `model(sample)`, layer by layer.

    model   three Linear layers, no activations
    sample  (N, D) float32, N >= 2
    target  (N,) int64: the index of the right class for each row

    Returns six entries: "0.weight", "0.bias", "1.weight", "1.bias", "2.weight", "2.bias", each of the shape of its
    parameter. They are the gradients of this loss alone, whatever `.grad` held before. The parameters stay as they are.
    """
    ### BEGIN SOLUTION
    model.zero_grad()
    loss = nn.functional.cross_entropy(model(sample), target)
    loss.backward()
    return {name: parameter.grad.clone() for name, parameter in model.named_parameters()}
    ### END SOLUTION
