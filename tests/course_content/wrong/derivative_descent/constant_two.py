def f(x):
    return x * x


def derivative(x):
    # power rule: the exponent comes down
    exponent = 2
    return exponent


def descend(x0, lr, steps):
    path = [x0]
    x = x0
    for i in range(steps):
        x = x - lr * derivative(x)
        path.append(x)
    return path
