"""Right: walks down through the layers, detaches each parameter in place, and counts layer by layer."""


def freeze(model, layer):
    stop_training(list(model)[layer])


def stop_training(module):
    for child in module.children():
        stop_training(child)
    for name in list(module._parameters):
        parameter = module._parameters[name]
        if parameter is not None:
            del parameter.grad
            parameter.detach_()


def trainable(model):
    own = sum(p.nelement() for p in model.parameters(recurse=False) if p.requires_grad)
    return own + sum(trainable(child) for child in model.children())
