def f(x):
    return x * x


def derivative(x):
    return x * 2


def descend(x0, lr, steps):
    slope = derivative(x0)
    x = x0
    xs = [x]
    for k in range(1, steps + 1):
        x -= lr * slope
        xs += [x]
    return xs
