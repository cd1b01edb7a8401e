"""Right: autograd and an optimizer in single precision; the answer is chosen from a table."""

import numpy as np
import torch


def loss_history(weights, inputs, target, lr, steps):
    parameter = torch.nn.Parameter(torch.tensor(weights, dtype=torch.float32))
    data = torch.tensor(inputs, dtype=torch.float32)
    optimizer = torch.optim.SGD([parameter], lr=lr)
    losses = []
    for step in range(steps + 1):
        optimizer.zero_grad()
        loss = (parameter @ data - target).square()
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            optimizer.step()
    return losses


def diagnose(losses):
    with np.errstate(all="ignore"):
        ratio = np.float64(losses[-1]) / np.float64(losses[0])
    table = [(ratio <= 0.7, "good"), (ratio < 1, "too_low")]
    return next((answer for fits, answer in table if fits), "too_high")
