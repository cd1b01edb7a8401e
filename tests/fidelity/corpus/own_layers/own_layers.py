"""Training, freezing, wrapping and copying of models that others wrote."""

import copy

import torch
from torch import nn


def train(model, batches, lr=0.1):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.train()
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model, batches):
    model.eval()
    with torch.no_grad():
        return torch.cat([model(x) for x, _ in batches])


def count_parameters(model):
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)


def freeze(model, but=()):
    for name, child in model.named_children():
        for parameter in child.parameters():
            parameter.requires_grad_(name in but)
    return model


def init_linear(model, value):
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            nn.init.constant_(layer.weight, value)
            nn.init.zeros_(layer.bias)


class Average:
    """Keeps a slowly moving copy of a model."""

    def __init__(self, model, keep):
        self.model = copy.deepcopy(model)
        self.keep = keep

    def update(self, model):
        with torch.no_grad():
            for slow, fast in zip(self.model.parameters(), model.parameters()):
                slow.mul_(self.keep).add_(fast, alpha=1 - self.keep)


class Head(nn.Module):
    """A new last layer behind a body that somebody else wrote."""

    def __init__(self, body, classes):
        super().__init__()
        self.body = body
        self.out = nn.Linear(body.width, classes)

    def forward(self, x):
        return self.out(torch.relu(self.body(x)))


def make_deep(block, depth):
    return nn.Sequential(*(copy.deepcopy(block) for _ in range(depth)))
