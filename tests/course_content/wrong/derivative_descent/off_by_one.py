def f(x):
    return x**2


def derivative(x):
    return 2 * x


def descend(x0, lr, steps):
    points, x, i = [], x0, 0
    while i < steps:
        points.append(x)
        x = x - derivative(x) * lr
        i += 1
    return points
