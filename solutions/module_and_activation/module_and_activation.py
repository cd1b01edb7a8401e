"""A network as a class of one's own, the activation of its last layer, and what is left of layers without activations."""

import torch
from torch import nn


class Net(nn.Module):
    """Linear 16-8, ReLU, Linear 8-4, ReLU, Linear 4-2: (N, 16) to (N, 2) raw logits, with six parameters in this order."""

    def __init__(self) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The logits of each row of `x`, (N, 16) to (N, 2)."""
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION


def output_activation(task: str) -> str:
    """The activation behind the last layer: "sigmoid", "softmax", "identity" or "softplus".

    task  what the outputs are for:
          "binary"      one probability, for yes or no
          "multiclass"  a probability for each class, that sum to 1
          "regression"  any number, below 0 too
          "positive"    any number above 0
    """
    ### BEGIN SOLUTION
    names = {"binary": "sigmoid", "multiclass": "softmax", "regression": "identity", "positive": "softplus"}
    return names[task]
    ### END SOLUTION


def collapse(model: nn.Sequential) -> nn.Linear:
    """One new Linear layer with the outputs of `model`: one or more Linear layers with biases, in float32.

    The model stays as it is, and shares nothing with the new layer.
    """
    ### BEGIN SOLUTION
    with torch.no_grad():
        weight, bias = model[0].weight, model[0].bias
        for layer in list(model)[1:]:
            weight = layer.weight @ weight
            bias = layer.weight @ bias + layer.bias
        single = nn.Linear(weight.shape[1], weight.shape[0])
        single.weight.copy_(weight)
        single.bias.copy_(bias)
    return single
    ### END SOLUTION
