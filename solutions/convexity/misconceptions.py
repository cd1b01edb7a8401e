"""Wrong answers that students give, each under a name. The docstring says what such code does wrong."""


def descend(x, lr, steps):
    for _ in range(steps):
        x = x - lr * (4 * x**3 - 8 * x + 1)
    return x


def find_always_global(start, lr, steps):
    """The start is ignored: every descent begins at -2, so it ends in the deepest valley."""
    return descend(-2.0, lr, steps)


def find_always_global_from_zero(start, lr, steps):
    """The start is ignored: every descent begins at 0, so it ends in the deepest valley."""
    return descend(0.0, lr, steps)


def find_always_global_from_one(start, lr, steps):
    """The start is ignored: every descent begins at -1, so it ends in the deepest valley."""
    return descend(-1.0, lr, steps)


def find_always_global_by_heart(start, lr, steps):
    """The start is ignored: the answer is the place of the deepest valley."""
    return -1.4729976


def best_compares_x(starts, lr, steps):
    """The ends of the descents are compared by their distance from 0 instead of their height."""
    return min(starts, key=lambda start: abs(descend(start, lr, steps)))


def find_zero_slope_is_minimum(start, lr, steps, small=1e-5):
    """The descent stops wherever the slope is almost zero, on the top between the valleys too."""
    x = start
    for _ in range(steps):
        slope = 4 * x**3 - 8 * x + 1
        if abs(slope) < small:
            break
        x = x - lr * slope
    return x


def until_slope(small):
    """The descent stops wherever the slope is small, on the top between the valleys too."""
    return lambda start, lr, steps: find_zero_slope_is_minimum(start, lr, steps, small=small)


def until_step(small):
    """The descent stops wherever a step is small, on the top between the valleys too."""
    return lambda start, lr, steps: find_zero_slope_is_minimum(start, lr, steps, small=small / lr)


def after_step(small):
    """The descent stops after a step that was small, on the top between the valleys too."""

    def find(start, lr, steps):
        x = start
        for _ in range(steps):
            before, x = x, x - lr * (4 * x**3 - 8 * x + 1)
            if abs(x - before) < small:
                break
        return x

    return find


def convex_monotone_is_convex(samples):
    """A curve is called convex when it never falls."""
    return all(left <= right for left, right in zip(samples, samples[1:], strict=False))


def convex_rising_is_convex(samples):
    """A curve is called convex when it rises all the way."""
    return all(left < right for left, right in zip(samples, samples[1:], strict=False))


MISCONCEPTIONS = {
    "always_global": [
        {"find_minimum": find_always_global},
        {"find_minimum": find_always_global_from_zero},
        {"find_minimum": find_always_global_from_one},
        {"find_minimum": find_always_global_by_heart},
    ],
    "compares_x": {"best_start": best_compares_x},
    "zero_slope_is_minimum": [
        {"find_minimum": find_zero_slope_is_minimum},
        *({"find_minimum": until_slope(small)} for small in (1e-2, 1e-3, 1e-4)),
        *({"find_minimum": until_step(small)} for small in (1e-2, 1e-3, 1e-4, 1e-6)),
        *({"find_minimum": after_step(small)} for small in (1e-2, 1e-3, 1e-4)),
    ],
    "monotone_is_convex": [{"is_convex": convex_monotone_is_convex}, {"is_convex": convex_rising_is_convex}],
}
