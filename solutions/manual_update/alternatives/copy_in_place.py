"""Right: computes each new value and copies it in, zeroes with zeros, and returns the model, which nobody asked for."""

import torch


@torch.no_grad()
def manual_step(model, lr):
    for _, parameter in model.named_parameters():
        if parameter.grad is not None:
            parameter.copy_(torch.sub(parameter, parameter.grad, alpha=lr))
            parameter.grad = torch.zeros_like(parameter)
    return model
