from decimal import Decimal

import numpy
import torch
from torch.nn import functional as F


def ratios(above, below):
    return numpy.divide(above, below)


def show(values):
    return "values: " + str(values)


def show_tensor(values):
    return repr(values)


def depth_of(nested):
    if not nested:
        return 0
    (inner,) = nested
    return depth_of(inner) + 1


def share(amount, people):
    each = Decimal(amount) / Decimal(people)
    return f"{each}"


def layer_type(x, weights):
    out = torch.matmul(x, weights)
    return out.dtype


def step(model, x, y):
    out = model(x)
    loss = F.mse_loss(out.to(torch.float32), y)
    loss.backward()
    return float(loss.detach())


def mean_log(values):
    return numpy.log(values).mean().item()
