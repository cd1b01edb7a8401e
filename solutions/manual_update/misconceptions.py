"""Wrong answers that students give, each under a name. The docstring is the first hint."""

import torch


def step_rebinding(model, lr):
    """Does the model still own the old tensor?"""
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter = parameter - lr * parameter.grad  # noqa: PLW2901


def step_attribute_assign(model, lr):
    """What does a layer allow to be assigned to its weight: a tensor, or a parameter?"""
    for layer in model.modules():
        for name, parameter in list(layer.named_parameters(recurse=False)):
            if parameter.grad is not None:
                setattr(layer, name, parameter - lr * parameter.grad)


def step_no_no_grad(model, lr):
    """Should autograd record the update itself?"""
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter -= lr * parameter.grad  # noqa: PLW2901


def step_lost_requires_grad(model, lr):
    """Can the parameter still be trained after your step?"""
    for parameter in model.parameters():
        if parameter.grad is not None:
            gradient = parameter.grad
            parameter.requires_grad_(False)
            parameter -= lr * gradient  # noqa: PLW2901


def step_no_bias(model, lr):
    """Which parameters does a layer have besides its weight?"""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.grad is not None and not name.endswith("bias"):
                parameter -= lr * parameter.grad  # noqa: PLW2901


def step_extra_batch_divide(model, lr):
    """Has the loss already averaged?"""
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter -= lr * parameter.grad / parameter.grad.shape[0]  # noqa: PLW2901


MISCONCEPTIONS = {
    "rebinding": {"manual_step": step_rebinding},
    "attribute_assign": {"manual_step": step_attribute_assign},
    "no_no_grad": {"manual_step": step_no_no_grad},
    "lost_requires_grad": {"manual_step": step_lost_requires_grad},
    "no_bias": {"manual_step": step_no_bias},
    "extra_batch_divide": {"manual_step": step_extra_batch_divide},
}
