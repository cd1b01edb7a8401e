import torch
from torch.nn import functional as F


def hidden_size(model, x):
    with torch.no_grad():
        h = model[1](model[0](x))
        return h.abs().mean()


def regularised_loss(model, x, y, lam):
    mse = F.mse_loss(model(x), y)
    return mse + lam * hidden_size(model, x)
