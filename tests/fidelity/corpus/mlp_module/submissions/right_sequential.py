import torch
import torch.nn as nn


class MLP(nn.Module):
    def __init__(self, sizes):
        super(MLP, self).__init__()
        layers = []
        for i in range(len(sizes) - 1):
            layers.append(nn.Linear(sizes[i], sizes[i + 1]))
            if i < len(sizes) - 2:
                layers.append(nn.ReLU())
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)

    def count_parameters(self):
        total = 0
        for p in self.parameters():
            if p.requires_grad:
                total += p.nelement()
        return total


class Polynomial(nn.Module):
    def __init__(self):
        super().__init__()
        self.coefficients = nn.Parameter(torch.tensor([0.1, 0.1, 0.1]))

    def forward(self, x):
        powers = torch.stack([torch.ones_like(x), x, x * x], dim=-1)
        return powers @ self.coefficients
