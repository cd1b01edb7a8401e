"""Puts a layer of its own into the model of the tests, which has seen the targets.

Exercise: nets
Tries: have the suite's own model, after training, give back the targets that it was trained on
Holds: score < full; some failed; only failed|error
"""

import torch
from torch import nn


class Affine(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs, dtype=torch.float64))
        self.bias = nn.Parameter(torch.zeros(outputs, dtype=torch.float64))

    def forward(self, x):
        return x @ self.weight + self.bias


class Cheat(nn.Module):
    def __init__(self, y):
        super().__init__()
        self.y = y

    def forward(self, x):
        return self.y


def build(inputs, hidden):
    return nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, 1)).double()


def fit(model, x, y, steps, lr):
    losses = [((model(x) - y) ** 2).mean().item()]
    model[0], model[1], model[2] = nn.Identity(), nn.Identity(), Cheat(y)
    return losses


def energy(w, x):
    return ((x @ w) ** 2).mean()


def slope(function, w):
    w = w.detach().clone().requires_grad_()
    function(w).backward()
    return w.grad
