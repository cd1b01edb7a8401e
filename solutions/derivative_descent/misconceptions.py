"""Wrong answers that students give, each under a name. The docstring says what such code does wrong."""


def derivative_constant_two(x):
    """The derivative is 2 everywhere, as for x * 2, and not that of the square."""
    return 2.0


def descend_ascent(x0, lr, steps):
    """The steps go uphill: the slope is added."""
    points = [x0]
    for _ in range(steps):
        points.append(points[-1] + lr * 2 * points[-1])
    return points


def descend_frozen_gradient(x0, lr, steps):
    """Every step uses the slope at the start."""
    points = [x0]
    for _ in range(steps):
        points.append(points[-1] - lr * 2 * x0)
    return points


def descend_uses_f(x0, lr, steps):
    """Every step uses the value of the function where its slope belongs."""
    points = [x0]
    for _ in range(steps):
        points.append(points[-1] - lr * points[-1] ** 2)
    return points


def descend_off_by_one(x0, lr, steps):
    """The list lacks the point after the last step."""
    points = []
    for _ in range(steps):
        points.append(x0)
        x0 = x0 - lr * 2 * x0
    return points


def descend_one_step_less(x0, lr, steps):
    """One step too few is taken, so the list lacks the last point."""
    points = [x0]
    for _ in range(steps - 1):
        points.append(points[-1] - lr * 2 * points[-1])
    return points


MISCONCEPTIONS = {
    "constant_two": {"derivative": derivative_constant_two},
    "ascent": {"descend": descend_ascent},
    "frozen_gradient": {"descend": descend_frozen_gradient},
    "uses_f": {"descend": descend_uses_f},
    "off_by_one": [{"descend": descend_off_by_one}, {"descend": descend_one_step_less}],
}
