"""Right: a layer of torch with a column of outputs, two means instead of one, and the logits decide."""

import torch
from torch import nn


def pr_eight(x, w):
    return float(nn.functional.linear(x, w.unsqueeze(0)))


def digit_loss(probs, targets):
    threes, sevens = probs[targets == 1], probs[targets == 0]
    return ((1 - threes).sum() + sevens.sum()) / len(probs)


def train_digits(x, y, lr, epochs):
    layer = nn.Linear(x.shape[1], 1, device=x.device)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    for _ in range(epochs):
        layer.zero_grad()
        digit_loss(layer(x).sigmoid().squeeze(1), y).backward()
        for parameter in layer.parameters():
            parameter.data -= lr * parameter.grad
    return [layer.weight.detach()[0], layer.bias.detach()[0]]


def accuracy(probs, targets):
    return 1 - (torch.round(probs) - targets).abs().sum().item() / len(targets)
