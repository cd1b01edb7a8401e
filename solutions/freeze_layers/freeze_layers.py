"""Freezing one layer of a model, and counting what is left to train."""

from torch import nn


def freeze(model: nn.Sequential, layer: int) -> None:
    """Freeze the layer at position `layer` of `model`, in place; a layer may hold other layers.

    Afterwards `requires_grad` is False and `.grad` is None for all of its parameters, so that an optimizer made
    earlier leaves them alone, even one with momentum or weight decay. All other layers stay as they are. Nothing is
    returned.
    """
    ### BEGIN SOLUTION
    for parameter in model[layer].parameters():
        parameter.requires_grad_(False)
        parameter.grad = None
    ### END SOLUTION


def trainable(model: nn.Module) -> int:
    """How many numbers of `model` can be trained: the sizes of all parameters with `requires_grad` True, added up."""
    ### BEGIN SOLUTION
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    ### END SOLUTION
