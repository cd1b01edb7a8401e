def find_minimum(start, lr, steps):
    x = start
    for _ in range(steps):
        x += -lr * (4 * x**3 - 8 * x + 1)
    return x


def best_start(starts, lr, steps):
    def f(x):
        return x**4 - 4 * x**2 + x

    ends = [f(find_minimum(s, lr, steps)) for s in starts]
    return starts[ends.index(min(ends))]


def is_convex(samples):
    previous = samples[0]
    for height in samples[1:]:
        if height - previous < 0:
            return False
        previous = height
    return True
