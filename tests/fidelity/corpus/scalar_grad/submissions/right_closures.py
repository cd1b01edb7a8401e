import math


def as_value(x):
    return x if isinstance(x, Value) else Value(x)


class Value:
    """Each node keeps pairs of (parent, local derivative)."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __repr__(self):
        return "Value(%r)" % self.data

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __pow__(self, n):
        if isinstance(n, Value):
            raise TypeError("the exponent must be a number")
        return Value(self.data**n, ((self, n * self.data ** (n - 1)),))

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + -as_value(other)

    def __rsub__(self, other):
        return as_value(other) - self

    def __truediv__(self, other):
        return self * as_value(other) ** -1

    def __rtruediv__(self, other):
        return as_value(other) / self

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1 - t * t),))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, ((self, 1.0 if self.data > 0 else 0.0),))

    def backward(self):
        order = []
        visited = []

        def walk(v):
            if any(v is w for w in visited):
                return
            visited.append(v)
            for p, _ in v.parents:
                walk(p)
            order.append(v)

        walk(self)
        for v in order:
            v.grad = v.grad if not v.parents else 0.0
        self.grad = 1.0
        while order:
            v = order.pop()
            for p, d in v.parents:
                p.grad += d * v.grad
