"""Right: autograd differentiates and an optimizer steps, both in single precision."""

import torch


def f(x):
    return torch.tensor(float(x)).square().item()


def derivative(x):
    point = torch.tensor(float(x), requires_grad=True)
    (slope,) = torch.autograd.grad(point * point, point)
    return slope.item()


def descend(x0, lr, steps):
    point = torch.nn.Parameter(torch.tensor(float(x0)))
    optimizer = torch.optim.SGD([point], lr=lr)
    visited = [point.item()]
    while len(visited) <= steps:
        optimizer.zero_grad()
        (point**2).backward()
        optimizer.step()
        visited.append(point.item())
    return visited
