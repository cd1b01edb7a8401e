"""Right: `autograd.grad` and a step by hand, `.grad` is never filled."""

import torch


def make_optimizer(model, lr):
    return torch.optim.SGD(params=model.parameters(), lr=lr, foreach=False)


def train(model, x, y, epochs, lr):
    losses = []
    parameters = list(model.parameters())
    for _ in range(epochs):
        loss = torch.mean((model(x).reshape(y.shape) - y).pow(2))
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
            parameter.data -= lr * gradient
        losses.append(loss.item())
    return losses
