"""Right: a fresh plain SGD each step, a mean written out, NumPy scalars as losses."""

import torch


def make_optimizer(model, lr):
    return torch.optim.SGD([{"params": [p]} for p in model.parameters()], lr=lr)


def train(model, x, y, epochs, lr):
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        error = model(x).view(-1) - y
        loss = (error * error).sum() / len(y)
        loss.backward()
        make_optimizer(model, lr).step()
        losses.append(loss.detach().cpu().numpy()[()])
    return losses
