"""Losses that a suite's own model learns from."""

import torch


def contrastive_loss(model, x, positive, temperature=0.5):
    """InfoNCE over a batch: row i of `positive` is the match of row i of `x`."""
    a = torch.nn.functional.normalize(model(x), dim=1)
    b = torch.nn.functional.normalize(model(positive), dim=1)
    logits = a @ b.T.detach() / temperature
    return torch.nn.functional.cross_entropy(logits, torch.arange(len(x)))


def gradient_penalty(model, x):
    """Mean of the squared norm of d model(x) / d x; can be trained on."""
    x = x.detach().requires_grad_(True)
    (g,) = torch.autograd.grad(model(x).sum(), x, create_graph=True)
    return (g**2).sum(1).mean()


def weight_decay(model, factor):
    """factor * sum of squares of all weights, without biases."""
    return factor * sum((p**2).sum() for name, p in model.named_parameters() if not name.endswith("bias"))


def train_step(model, optimizer, loss_function, x, y):
    """One step; returns the loss as a number."""
    optimizer.zero_grad()
    loss = loss_function(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()
