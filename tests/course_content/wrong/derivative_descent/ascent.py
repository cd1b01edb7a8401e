def f(x):
    return x**2


def derivative(x):
    return 2 * x


def step(x, lr):
    # follow the gradient
    return x + lr * derivative(x)


def descend(x0, lr, steps):
    history = []
    history.append(x0)
    while len(history) < steps + 1:
        history.append(step(history[-1], lr))
    return history
