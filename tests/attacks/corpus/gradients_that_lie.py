"""Computes right values with wrong gradients: of other shapes, of nothing, by raising, without end, and by its own function class.

Exercise: nets
Tries: pass `gradcheck` and `backward` of the tests by answers that are no gradients; hold the judge in its backward pass
Holds: score < full; some failed|error|timeout|crashed; only failed|error|timeout|crashed|not_run
"""

import itertools

import torch
from torch import nn

WRONG = itertools.cycle(
    [
        lambda grad: torch.zeros(7, dtype=torch.float64),
        lambda grad: torch.zeros(3, dtype=torch.complex128),
        lambda grad: torch.full((3,), float("nan"), dtype=torch.float64),
        lambda grad: torch.zeros(3, dtype=torch.int64),
        lambda grad: None,
        lambda grad: "gradient",
        lambda grad: (_ for _ in ()).throw(KeyboardInterrupt),
    ]
)


class Energy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, w, x):
        return ((x @ w) ** 2).mean()

    @staticmethod
    def backward(ctx, grad):
        return next(WRONG)(grad), None


class Affine(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs, dtype=torch.float64))
        self.bias = nn.Parameter(torch.zeros(outputs, dtype=torch.float64))

    def forward(self, x):
        answer = x @ self.weight + self.bias
        answer.register_hook(self.wait)
        return answer

    @staticmethod
    def wait(grad):
        while True:
            pass


def build(inputs, hidden):
    return nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, 1)).double()


def fit(model, x, y, steps, lr):
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
        parameter.requires_grad_(False)
    return [0.0]


def energy(w, x):
    return Energy.apply(w, x)


def slope(function, w):
    w = w.detach().clone().requires_grad_()
    function(function(w).reshape(1) * w).backward(retain_graph=True)
    return w.grad
