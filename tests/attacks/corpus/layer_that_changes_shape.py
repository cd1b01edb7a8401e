"""Has parameters whose shape, dtype, number and kind change from call to call.

Exercise: nets
Tries: break the judge's copy of a layer: an optimizer over parameters that grow, a layer in itself, tensors that share memory, a parameter that is a buffer
Holds: score < full; some failed|error|crashed; only failed|error|crashed
"""

import itertools

import torch
from torch import nn

CALLS = itertools.count(2)


class Affine(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs, dtype=torch.float64))
        self.bias = nn.Parameter(torch.zeros(outputs, dtype=torch.float64))

    def forward(self, x):
        number = next(CALLS)
        answer = x @ self.weight[:3, :1].double()
        self.weight.data = torch.zeros(number, number + 1, dtype=[torch.float32, torch.int64, torch.bool][number % 3])
        if number % 2:
            self._parameters[f"more{number}"] = nn.Parameter(torch.zeros(1 << number % 12))
            self._buffers["weight"] = self.weight
            self._parameters["bias"] = torch.zeros(2)
        if number % 5 == 0:
            self._modules["self"] = self
            self._parameters[""] = self._parameters["a.b"] = self._parameters["__class__"] = self.weight
        return answer.clone().as_strided((12, 1), (0, 0))


def build(inputs, hidden):
    made = nn.Sequential(nn.Linear(inputs, hidden))
    made.add_module("1", made)
    return made


def fit(model, x, y, steps, lr):
    for parameter in model.parameters():
        parameter.data = torch.zeros(1 << 16)
        parameter.grad = None
    x.resize_(1, 1)
    return [1.0]


def energy(w, x):
    w.data = w.data.to(torch.float32)[:1]
    return w.sum()


def slope(function, w):
    w.resize_(100)
    return w
