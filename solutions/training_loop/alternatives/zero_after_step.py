"""Right: zeroes after the step, stretches y instead of squeezing the prediction, and switches to train mode."""

import torch
from torch import nn


def make_optimizer(model, lr):
    return torch.optim.SGD(list(model.parameters()), lr=lr, momentum=0.0, weight_decay=0.0)


def train(model, x, y, epochs, lr):
    model.train()
    optimizer = make_optimizer(model, lr)
    history = []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(x), y.unsqueeze(1))
        history.append(float(loss))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return history
