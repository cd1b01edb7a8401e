"""A deep-learning framework in miniature, on NumPy."""

import numpy as np


class Parameter:
    """An array that is learned, with its gradient."""

    def __init__(self, data):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)

    def zero_grad(self):
        self.grad = None

    def __repr__(self):
        return f"Parameter{self.data.shape}"


class Module:
    """Finds its parameters in its attributes."""

    def parameters(self):
        for value in vars(self).values():
            if isinstance(value, Parameter):
                yield value
            elif isinstance(value, Module):
                yield from value.parameters()
            elif isinstance(value, (list, tuple)):
                for item in value:
                    if isinstance(item, Module):
                        yield from item.parameters()

    def zero_grad(self):
        for parameter in self.parameters():
            parameter.zero_grad()

    def forward(self, x):
        raise NotImplementedError(f"{type(self).__name__} has no forward")

    def backward(self, grad):
        raise NotImplementedError

    def __call__(self, x):
        return self.forward(x)


class Linear(Module):
    def __init__(self, inputs, outputs, rng):
        self.weight = Parameter(rng.standard_normal((inputs, outputs)) / np.sqrt(inputs))
        self.bias = Parameter(np.zeros(outputs))

    def forward(self, x):
        self._x = x
        return x @ self.weight.data + self.bias.data

    def backward(self, grad):
        self.weight.grad = self._x.T @ grad
        self.bias.grad = grad.sum(0)
        return grad @ self.weight.data.T


class Tanh(Module):
    def forward(self, x):
        self._y = np.tanh(x)
        return self._y

    def backward(self, grad):
        return grad * (1 - self._y**2)


class Sequential(Module):
    def __init__(self, *modules):
        self.modules = list(modules)

    def forward(self, x):
        for module in self.modules:
            x = module(x)
        return x

    def backward(self, grad):
        for module in reversed(self.modules):
            grad = module.backward(grad)
        return grad

    def __len__(self):
        return len(self.modules)

    def __getitem__(self, index):
        return self.modules[index]


class Optimizer:
    def __init__(self, parameters, lr):
        self.parameters = list(parameters)
        if not self.parameters:
            raise ValueError("nothing to optimize")
        self.lr = lr

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.zero_grad()

    def step(self):
        raise NotImplementedError


class SGD(Optimizer):
    def __init__(self, parameters, lr=0.1, momentum=0.0):
        super().__init__(parameters, lr)
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.parameters]

    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocity):
            velocity *= self.momentum
            velocity += parameter.grad
            parameter.data -= self.lr * velocity


def mse(got, want):
    """The loss and its gradient."""
    d = got - want
    return float((d**2).mean()), 2 * d / d.size
