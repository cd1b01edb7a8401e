"""Right: the derivative is measured from both sides, and the points are written into a ready-made list."""


def f(x):
    return pow(x, 2)


def derivative(x, h=0.25):
    return (f(x + h) - f(x - h)) / (2 * h)  # exact for a square at any distance


def descend(x0, lr, steps):
    points = [float(x0)] * (steps + 1)
    for index in range(1, steps + 1):
        before = points[index - 1]
        points[index] = before - derivative(before) * lr
    return points
