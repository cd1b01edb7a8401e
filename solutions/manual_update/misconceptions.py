"""Wrong answers that students give, each under a name. The docstring says what is wrong with it."""

import torch


def step_rebinding(model, lr):
    """It computes new tensors and names them, while the model keeps its old ones."""
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter = parameter - lr * parameter.grad  # noqa: PLW2901


def step_attribute_assign(model, lr):
    """It assigns a plain tensor where the layer accepts parameters only."""
    for layer in model.modules():
        for name, parameter in list(layer.named_parameters(recurse=False)):
            if parameter.grad is not None:
                setattr(layer, name, parameter - lr * parameter.grad)


def step_no_no_grad(model, lr):
    """It changes a parameter in place while autograd records."""
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter -= lr * parameter.grad  # noqa: PLW2901


def step_lost_requires_grad(model, lr):
    """It switches requires_grad off for good, so that the model can't be trained on."""
    for parameter in model.parameters():
        if parameter.grad is not None:
            gradient = parameter.grad
            parameter.requires_grad_(False)
            parameter -= lr * gradient  # noqa: PLW2901


def step_no_bias(model, lr):
    """It moves the weights and leaves the biases."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.grad is not None and not name.endswith("bias"):
                parameter -= lr * parameter.grad  # noqa: PLW2901


def step_matrices_only(model, lr):
    """It moves the weights of Linear layers only, and leaves the biases and the weights of norms."""
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.grad is not None and parameter.ndim > 1:
                parameter -= lr * parameter.grad  # noqa: PLW2901


def step_extra_batch_divide(model, lr):
    """It divides each gradient by its number of rows."""
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter -= lr * parameter.grad / parameter.grad.shape[0]  # noqa: PLW2901


def step_matrices_divided(model, lr):
    """It divides the gradient of each matrix by its number of rows, and that of a bias by nothing."""
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.grad is not None:
                rows = parameter.shape[0] if parameter.ndim > 1 else 1
                parameter -= lr * parameter.grad / rows  # noqa: PLW2901


def step_matrices_only_divided(model, lr):
    """It divides the gradient of each matrix by its number of rows, and leaves the biases."""
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.grad is not None and parameter.ndim > 1:
                parameter -= lr * parameter.grad / parameter.shape[0]  # noqa: PLW2901


MISCONCEPTIONS = {
    "rebinding": {"manual_step": step_rebinding},
    "attribute_assign": {"manual_step": step_attribute_assign},
    "no_no_grad": {"manual_step": step_no_no_grad},
    "lost_requires_grad": {"manual_step": step_lost_requires_grad},
    "no_bias": [{"manual_step": step_no_bias}, {"manual_step": step_matrices_only}],
    "extra_batch_divide": [
        {"manual_step": step_extra_batch_divide},
        {"manual_step": step_matrices_divided},
        {"manual_step": step_matrices_only_divided},
    ],
}
