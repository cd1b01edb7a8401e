"""Without optimizers, and with other words."""

import copy

import torch
from torch import nn
from torch.nn import functional as F


def train(model, batches, lr=0.1):
    losses = []
    for x, y in batches:
        model.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        losses += [float(loss)]
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.data -= lr * parameter.grad
    return losses


@torch.no_grad()
def evaluate(model, batches):
    model.train(False)
    return torch.vstack([model(x) for x, y in batches])


def count_parameters(model):
    total = 0
    for _, parameter in model.named_parameters():
        total += parameter.nelement() * parameter.requires_grad
    return total


def freeze(model, but=()):
    for name, child in model.named_children():
        child.requires_grad_(name in but)
    return model


def init_linear(model, value):
    def init(layer):
        if isinstance(layer, nn.Linear):
            layer.weight.data.fill_(value)
            layer.bias.data.zero_()

    model.apply(init)


class Average:
    def __init__(self, model, keep):
        self.model, self.keep = copy.deepcopy(model), keep
        self.model.requires_grad_(False)

    def update(self, model):
        new = dict(model.named_parameters())
        for name, parameter in self.model.named_parameters():
            parameter.copy_(self.keep * parameter + (1 - self.keep) * new[name].detach())


class Head(nn.Module):
    def __init__(self, body, classes):
        super().__init__()
        self.add_module("body", body)
        self.out = nn.Linear(in_features=body.first.out_features, out_features=classes)

    def forward(self, x):
        features = F.relu(self.body(x))
        return self.out(features)


def make_deep(block, depth):
    layers = nn.Sequential()
    for number in range(depth):
        layers.add_module(str(number), copy.deepcopy(block))
    return layers
