import numpy as np


class Parameter:
    def __init__(self, data):
        self.data = np.array(data, dtype=np.float64)
        self.zero_grad()

    def zero_grad(self):
        self.grad = np.zeros(self.data.shape)


def collect(thing):
    if isinstance(thing, Parameter):
        return [thing]
    if isinstance(thing, Module):
        return [p for v in thing.__dict__.values() for p in collect(v)]
    if isinstance(thing, list):
        return [p for v in thing for p in collect(v)]
    return []


class Module:
    def parameters(self):
        return iter(collect(self))

    def zero_grad(self):
        [p.zero_grad() for p in self.parameters()]

    def __call__(self, *args):
        return self.forward(*args)

    def forward(self, *args):
        raise NotImplementedError()

    backward = forward


class Linear(Module):
    def __init__(self, inputs, outputs, rng):
        self.weight = Parameter(rng.normal(0, 1 / inputs**0.5, size=(inputs, outputs)))
        self.bias = Parameter([0.0] * outputs)

    def forward(self, x):
        self.inputs = x
        return np.dot(x, self.weight.data) + self.bias.data

    def backward(self, grad):
        self.weight.grad = self.weight.grad + np.dot(self.inputs.T, grad)
        self.bias.grad = self.bias.grad + np.sum(grad, axis=0)
        return np.dot(grad, self.weight.data.T)


class Tanh(Module):
    def forward(self, x):
        self.x = x
        return np.tanh(x)

    def backward(self, grad):
        return grad / np.cosh(self.x) ** 2


class Sequential(Module):
    def __init__(self, *layers):
        self.layers = [*layers]

    def __getitem__(self, i):
        return self.layers[i]

    def __len__(self):
        return len(self.layers)

    def forward(self, x):
        for i in range(len(self)):
            x = self[i](x)
        return x

    def backward(self, grad):
        for layer in self.layers[::-1]:
            grad = layer.backward(grad)
        return grad


class Optimizer:
    def __init__(self, parameters, lr=0.1):
        self.lr, self.parameters = lr, [*parameters]
        if len(self.parameters) == 0:
            raise ValueError("there is nothing to optimize")

    def zero_grad(self):
        for p in self.parameters:
            p.zero_grad()


class SGD(Optimizer):
    def __init__(self, parameters, lr=0.1, momentum=0.0):
        Optimizer.__init__(self, parameters, lr)
        self.momentum = momentum
        self.state = {}

    def step(self):
        for p in self.parameters:
            v = self.momentum * self.state.get(id(p), 0.0) + p.grad
            self.state[id(p)] = v
            p.data = p.data - self.lr * v


def mse(got, want):
    n = np.size(got)
    return np.sum(np.square(got - want)) / n, (2.0 / n) * (got - want)
