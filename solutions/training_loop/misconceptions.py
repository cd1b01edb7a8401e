"""Wrong answers that students give, each under a name. A docstring says what such code does wrong."""

import torch
from torch import nn


def train_no_zero_grad(model, x, y, epochs, lr):
    """The gradients are never cleared, so each step uses the sum of all so far."""
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_zero_between(model, x, y, epochs, lr):
    """The gradients are cleared between the backward pass and the step, so the step finds none."""
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_step_first(model, x, y, epochs, lr):
    """The step comes before the backward pass, so it does not use the gradients of its own epoch."""
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        optimizer.step()
        loss.backward()
        losses.append(loss.item())
    return losses


def train_step_first_zero_after(model, x, y, epochs, lr):
    """The step comes before the backward pass and uses the gradients of the epoch before, which are cleared after it."""
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
    return losses


def train_item_early(model, x, y, epochs, lr):
    """The loss is made a plain number before the backward pass."""
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x).squeeze(1), y).item()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses


def train_detached(model, x, y, epochs, lr):
    """The loss is a new tensor that does not know which parameters it came from."""
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        value = nn.functional.mse_loss(model(x).squeeze(1), y).item()
        loss = torch.tensor(value, requires_grad=True)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_broadcast(model, x, y, epochs, lr):
    """A column of predictions minus a row of targets compares every prediction with every target."""
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_no_reduction(model, x, y, epochs, lr):
    """The loss is one number a sample instead of a single one."""
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = (model(x).squeeze(1) - y) ** 2
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def optimizer_wrong_params(model, lr):
    """The optimizer gets the parameters of the last layer only."""
    layers = [layer for layer in model.modules() if list(layer.parameters(recurse=False))]
    return torch.optim.SGD(layers[-1].parameters(), lr=lr)


MISCONCEPTIONS = {
    "no_zero_grad": {"train": train_no_zero_grad},
    "zero_between": {"train": train_zero_between},
    "step_first": [{"train": train_step_first}, {"train": train_step_first_zero_after}],
    "item_early": {"train": train_item_early},
    "detached": {"train": train_detached},
    "broadcast": {"train": train_broadcast},
    "no_reduction": {"train": train_no_reduction},
    "wrong_params": {"make_optimizer": optimizer_wrong_params},
}
