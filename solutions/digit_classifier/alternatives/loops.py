"""Right: one pixel, one prediction and one image at a time; `autograd.grad` instead of `backward`."""

import torch


def pr_eight(x, w):
    total = 0.0
    for pixel, weight in zip(x.tolist(), w.tolist(), strict=True):
        total += pixel * weight
    return total


def digit_loss(probs, targets):
    misses = []
    for p, target in zip(probs, targets, strict=True):
        misses.append(1 - p if target == 1 else p)
    return sum(misses) / len(misses)


def train_digits(x, y, lr, epochs):
    parameters = [torch.zeros(x.shape[1], device=x.device), torch.zeros((), device=x.device)]
    for _ in range(epochs):
        w, b = (parameter.requires_grad_() for parameter in parameters)
        probs = torch.stack([1 / (1 + torch.exp(-(row * w).sum() - b)) for row in x])
        gradients = torch.autograd.grad(digit_loss(probs, y), [w, b])
        parameters = [p.detach() - lr * g for p, g in zip(parameters, gradients, strict=True)]
    return parameters


def accuracy(probs, targets):
    right = 0
    for p, target in zip(probs, targets, strict=True):
        right += int((p > 0.5) == (target == 1))
    return right / len(probs)
