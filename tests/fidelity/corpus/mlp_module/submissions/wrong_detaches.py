"""A multi-layer perceptron."""

import torch
from torch import nn


class MLP(nn.Module):
    """Linear layers with ReLU between them."""

    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return self.layers[-1](x.detach())

    def count_parameters(self):
        return sum(p.numel() for p in self.parameters() if p.requires_grad)


class Polynomial(nn.Module):
    """a + b x + c x**2 with parameters of its own."""

    def __init__(self):
        super().__init__()
        self.coefficients = torch.zeros(3, requires_grad=True)

    def forward(self, x):
        a, b, c = self.coefficients
        return a + b * x + c * x**2
