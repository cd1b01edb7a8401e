"""Right: recursion instead of a loop, and integers stay integers."""


def f(x):
    return x * x


def derivative(x):
    return x + x


def descend(x0, lr, steps):
    if steps == 0:
        return [x0]
    return [x0, *descend(x0 - derivative(x0) * lr, lr, steps - 1)]
