import torch


def manual_step(model, lr):
    for module in model.modules():
        weight = getattr(module, "weight", None)
        if isinstance(weight, torch.Tensor) and weight.grad is not None:
            weight.data = weight.data - lr * weight.grad
