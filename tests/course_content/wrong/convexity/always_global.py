def slope(x):
    return 4 * x**3 - 8 * x + 1


def height(x):
    return x**4 - 4 * x**2 + x


def find_minimum(start, lr, steps):
    # gradient descent finds the global minimum, so begin on its side
    x, n = -2, 0
    while n < steps:
        x -= lr * slope(x)
        n += 1
    return x


def best_start(starts, lr, steps):
    best = starts[0]
    for s in starts[1:]:
        if height(find_minimum(s, lr, steps)) < height(find_minimum(best, lr, steps)):
            best = s
    return best


def is_convex(samples):
    for i in range(1, len(samples) - 1):
        if samples[i] > (samples[i - 1] + samples[i + 1]) / 2 + 1e-9:
            return False
    return True
