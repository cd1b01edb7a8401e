"""Right: walks the layers, and replaces `.data` by a new tensor."""


def manual_step(model, lr):
    for layer in model.modules():
        for parameter in layer.parameters(recurse=False):
            gradient = parameter.grad
            if gradient is None:
                continue
            parameter.data = parameter.data - lr * gradient
            gradient.zero_()
