"""Right: torch differentiates and steps, in double precision; only the result is asked for."""

import numpy as np
import torch


def predict(weights, inputs):
    return torch.dot(torch.from_numpy(weights.astype(float)), torch.from_numpy(inputs.astype(float))).item()


def prepare(weights, inputs, target):
    parameter = torch.tensor(weights, dtype=torch.float64, requires_grad=True)
    loss = (parameter @ torch.tensor(inputs, dtype=torch.float64) - target).pow(2)
    loss.backward()
    return parameter


def gradient(weights, inputs, target):
    return prepare(weights, inputs, target).grad.numpy()


def update(weights, inputs, target, lr):
    parameter = prepare(weights, inputs, target)
    torch.optim.SGD([parameter], lr=lr).step()
    return np.asarray(parameter.detach())
