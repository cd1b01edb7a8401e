"""Right: the mean is gathered sample by sample, gradients add up in `.grad`, and the step is manual."""

import torch


def make_optimizer(model, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    for group in optimizer.param_groups:
        group["lr"] = lr
    return optimizer


def train(model, x, y, epochs, lr):
    losses = []
    for _ in range(epochs):
        for parameter in model.parameters():
            parameter.grad = None
        total = 0.0
        for row, wanted in zip(x, y, strict=True):
            loss = (model(row.unsqueeze(0))[0, 0] - wanted) ** 2 / len(x)
            loss.backward()
            total += loss.item()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= lr * parameter.grad
        losses.append(total)
    return losses
