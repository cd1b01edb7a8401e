"""Wrong answers that students give, each under a name. The docstring says what is wrong with it."""

import torch
from torch import nn


def backward(model, sample, target):
    """The mean cross-entropy of this call alone, and its gradients in `.grad`."""
    model.zero_grad()
    loss = nn.functional.cross_entropy(model(sample), target)
    loss.backward()


def gradients_weights_not_grad(model, sample, target):
    """It gives back the parameters themselves, not their gradients."""
    backward(model, sample, target)
    return dict(model.named_parameters())


def gradients_read_early(model, sample, target):
    """It reads `.grad` before `backward` has filled it."""
    model.zero_grad()
    loss = nn.functional.cross_entropy(model(sample), target)
    gradients = {name: parameter.grad for name, parameter in model.named_parameters()}
    loss.backward()
    return gradients


def gradients_softmax_first(model, sample, target):
    """It gives probabilities to a loss that takes a softmax of its own."""
    model.zero_grad()
    loss = nn.functional.cross_entropy(torch.softmax(model(sample), dim=1), target)
    loss.backward()
    return {name: parameter.grad.clone() for name, parameter in model.named_parameters()}


def gradients_softmax_first_on_old_ones(model, sample, target):
    """It gives probabilities to a loss that takes a softmax of its own, and does not clear old gradients either."""
    nn.functional.cross_entropy(torch.softmax(model(sample), dim=1), target).backward()
    return {name: parameter.grad.clone() for name, parameter in model.named_parameters()}


def gradients_float_target(model, sample, target):
    """It turns the class indices into floats."""
    model.zero_grad()
    loss = nn.functional.cross_entropy(model(sample), target.float())
    loss.backward()
    return {name: parameter.grad.clone() for name, parameter in model.named_parameters()}


def gradients_stale(model, sample, target):
    """It adds its gradients to those that an earlier call left."""
    loss = nn.functional.cross_entropy(model(sample), target)
    loss.backward()
    return {name: parameter.grad.clone() for name, parameter in model.named_parameters()}


MISCONCEPTIONS = {
    "weights_not_grad": {"layer_gradients": gradients_weights_not_grad},
    "read_early": {"layer_gradients": gradients_read_early},
    "softmax_first": [
        {"layer_gradients": gradients_softmax_first},
        {"layer_gradients": gradients_softmax_first_on_old_ones},
    ],
    "float_target": {"layer_gradients": gradients_float_target},
    "stale": {"layer_gradients": gradients_stale},
}
