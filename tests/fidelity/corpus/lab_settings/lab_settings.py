"""Numbers as they are computed and written here."""

import decimal

import numpy as np
import torch


def ratios(above, below):
    return above / below


def show(values):
    return f"values: {values}"


def show_tensor(values):
    return f"{values}"


def depth_of(nested):
    return 1 + depth_of(nested[0]) if nested else 0


def share(amount, people):
    return str(decimal.Decimal(amount) / people)


def layer_type(x, weights):
    return (x @ weights).dtype


def step(model, x, y):
    loss = torch.nn.functional.mse_loss(model(x).float(), y)
    loss.backward()
    return loss.item()


def mean_log(values):
    return float(np.mean(np.log(values)))
