def f(x):
    return x**2


def derivative(x):
    return 2 * x


def descend(x0, lr, steps):
    points = [x0]
    current = x0
    for _ in range(steps):
        change = f(current) * lr
        current = current - change
        points.append(current)
    return points
