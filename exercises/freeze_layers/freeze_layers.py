"""Freezing one layer of a model, and counting what is left to train."""

from torch import nn


def freeze(model: nn.Sequential, layer: int) -> None:
    """Freeze the layer at position `layer` of `model`, in place; a layer may hold other layers.

    Afterwards `requires_grad` is False and `.grad` is None for all of its parameters, so that an optimizer made
    earlier leaves them alone, even one with momentum or weight decay. All other layers stay as they are. Nothing is
    returned.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def trainable(model: nn.Module) -> int:
    """How many numbers of `model` can be trained: the sizes of all parameters with `requires_grad` True, added up."""
    # YOUR CODE HERE
    raise NotImplementedError()
