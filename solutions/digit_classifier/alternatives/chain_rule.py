"""Right: the gradient is written out by the chain rule, in float64 NumPy, and given back in a tuple."""

import numpy as np
import torch


def pr_eight(x, w):
    return (x * w).sum()


def digit_loss(probs, targets):
    signs = 1 - 2 * targets  # -1 for a 3, whose probability should rise
    return (targets + signs * probs).sum() / probs.numel()


def train_digits(x, y, lr, epochs):
    images, labels = x.double().cpu().numpy(), y.double().cpu().numpy()
    w, b = np.zeros(images.shape[1]), 0.0
    for _ in range(epochs):
        p = 1 / (1 + np.exp(-(images @ w + b)))
        delta = np.where(labels == 1, -1, 1) * p * (1 - p) / len(labels)
        w = w - lr * images.T @ delta
        b = b - lr * delta.sum()
    return torch.tensor(w, dtype=torch.float32), torch.tensor(b, dtype=torch.float32)


def accuracy(probs, targets):
    return np.mean((probs.cpu().numpy() > 0.5) == (targets.cpu().numpy() == 1))
