def df(x):
    return 4 * x**3 - 8 * x + 1


def find_minimum(start, lr, steps):
    # at a minimum the slope is zero
    while steps > 0 and not (-1e-5 < df(start) < 1e-5):
        start = start - lr * df(start)
        steps -= 1
    return start


def best_start(starts, lr, steps):
    results = {}
    for s in starts:
        x = find_minimum(s, lr, steps)
        results[s] = x**4 - 4 * x**2 + x
    return min(results, key=results.get)


def is_convex(samples):
    slopes = [b - a for a, b in zip(samples, samples[1:])]
    return all(later >= earlier - 1e-9 for earlier, later in zip(slopes, slopes[1:]))
