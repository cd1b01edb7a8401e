"""Right: `.data -=`, and the gradients are cleared afterwards."""


def manual_step(model, lr):
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter.data -= lr * parameter.grad
    model.zero_grad()
