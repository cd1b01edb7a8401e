"""Right: finds the parameters by their names, counts with NumPy, and puts the layer into evaluation mode, which nobody
asked for."""

import numpy as np


def freeze(model, layer):
    prefix = f"{layer}."
    for name, parameter in model.named_parameters():
        if name.startswith(prefix):
            parameter.requires_grad = False
            parameter.grad = None
    list(model.children())[layer].eval()
    return model


def trainable(model):
    return np.sum([np.prod(tuple(p.shape)) for _, p in model.named_parameters() if p.requires_grad], dtype=np.int64)
