"""Right: recursion, sorting, and every chord of the curve, not only those between neighbours."""

from itertools import combinations


def step(x, lr):
    return x - lr * (x * (4 * x * x - 8) + 1)


def find_minimum(start, lr, steps):
    while steps:
        start, steps = step(start, lr), steps - 1
    return start


def best_start(starts, lr, steps):
    ends = [(find_minimum(start, lr, steps), start) for start in starts]
    return sorted((x * (x * (x * x - 4) + 1), start) for x, start in ends)[0][1]


def is_convex(samples):
    for a, b, c in combinations(range(len(samples)), 3):
        share = (b - a) / (c - a)
        if samples[b] > (1 - share) * samples[a] + share * samples[c] + 1e-7:
            return 0
    return 1
