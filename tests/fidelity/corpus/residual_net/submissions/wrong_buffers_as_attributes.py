"""A residual network with blocks, buffers and a head that can be trained alone."""

import torch
from torch import nn


class RunningNorm(nn.Module):
    """Normalises by running statistics; they are buffers."""

    def __init__(self, width, momentum=0.1):
        super().__init__()
        self.momentum = momentum
        self.scale = nn.Parameter(torch.ones(width))
        self.mean = torch.zeros(width)
        self.count = torch.tensor(0)

    def forward(self, x):
        if self.training:
            with torch.no_grad():
                self.mean += self.momentum * (x.mean(0) - self.mean)
                self.count += 1
        return self.scale * (x - self.mean)


class Block(nn.Module):
    """x + linear(relu(norm(x)))"""

    def __init__(self, width):
        super().__init__()
        self.norm = RunningNorm(width)
        self.linear = nn.Linear(width, width)

    def forward(self, x):
        return x + self.linear(torch.relu(self.norm(x)))


class ResidualNet(nn.Module):
    def __init__(self, inputs, width, outputs, depth=2, dropout=0.0):
        super().__init__()
        self.stem = nn.Linear(inputs, width)
        self.blocks = nn.Sequential(*[Block(width) for _ in range(depth)])
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(width, outputs)
        self.reset()

    def reset(self):
        nn.init.zeros_(self.head.bias)
        for block in self.blocks:
            nn.init.zeros_(block.linear.weight)
            nn.init.zeros_(block.linear.bias)

    def features(self, x):
        return self.blocks(self.stem(x))

    def forward(self, x):
        return self.head(self.dropout(self.features(x)))

    def freeze_features(self):
        for part in (self.stem, self.blocks):
            for p in part.parameters():
                p.requires_grad_(False)
