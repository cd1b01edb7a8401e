"""Right: an optimizer steps, the loss is a distance, NumPy scalars as answers, and [w, b] still require gradients."""

import torch


def pr_eight(x, w):
    return torch.dot(x, w).detach().cpu().numpy()[()]


def digit_loss(probs, targets):
    return torch.nn.functional.l1_loss(probs, targets)


def train_digits(x, y, lr, epochs):
    w = torch.nn.Parameter(torch.zeros_like(x[0]))
    b = torch.nn.Parameter(torch.tensor(0.0, device=x.device))
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for _ in range(epochs):
        digit_loss(torch.special.expit(x.matmul(w) + b), y).backward()
        optimizer.step()
        optimizer.zero_grad()
    return [w, b]


def accuracy(probs, targets):
    return torch.eq(torch.gt(probs, 0.5), targets > 0.5).double().mean().cpu().numpy()[()]
