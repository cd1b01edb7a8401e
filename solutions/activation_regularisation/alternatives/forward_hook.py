"""Right: a hook listens to the activation while the whole model runs once, and losses of torch measure both terms."""

import torch
from torch import nn


def regularised_loss(model, x, y, lam):
    heard = []
    handle = model[1].register_forward_hook(lambda module, inputs, output: heard.append(output))
    try:
        prediction = model(x)
    finally:
        handle.remove()
    (hidden,) = heard
    return nn.MSELoss()(prediction, y) + lam * nn.L1Loss()(hidden, torch.zeros_like(hidden))
