"""Valleys of a function that is not convex, the start that finds the deeper one, and a test of convexity."""


def find_minimum(start: float, lr: float, steps: int) -> float:
    """Where gradient descent on x to the 4th - 4 x squared + x ends: `steps` steps from `start` with learning rate `lr`.

    find_minimum(2, 0.01, 500) is about 1.3470
    """
    ### BEGIN SOLUTION
    x = start
    for _ in range(steps):
        x = x - lr * (4 * x**3 - 8 * x + 1)
    return x
    ### END SOLUTION


def best_start(starts: list[float], lr: float, steps: int) -> float:
    """The one of `starts` whose descent ends lowest on the same function.

    best_start([2, -2], 0.01, 500) is -2
    """
    ### BEGIN SOLUTION
    def height_reached(start):
        x = find_minimum(start, lr, steps)
        return x**4 - 4 * x**2 + x

    return min(starts, key=height_reached)
    ### END SOLUTION


def is_convex(samples: list[float]) -> bool:
    """Do the heights of a curve at equally spaced points, three or more, fit a convex function? Rounding is forgiven.

    is_convex([4, 1, 0, 1, 4]) is True
    """
    ### BEGIN SOLUTION
    slack = 1e-6 * max(abs(height) for height in samples)
    for left, middle, right in zip(samples, samples[1:], samples[2:], strict=False):
        if left + right - 2 * middle < -slack:
            return False
    return True
    ### END SOLUTION
