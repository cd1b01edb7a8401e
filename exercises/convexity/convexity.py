"""Valleys of a function that is not convex, the start that finds the deeper one, and a test of convexity."""


def find_minimum(start: float, lr: float, steps: int) -> float:
    """Where gradient descent on x to the 4th - 4 x squared + x ends: `steps` steps from `start` with learning rate `lr`.

    find_minimum(2, 0.01, 500) is about 1.3470
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def best_start(starts: list[float], lr: float, steps: int) -> float:
    """The one of `starts` whose descent ends lowest on the same function.

    best_start([2, -2], 0.01, 500) is -2
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def is_convex(samples: list[float]) -> bool:
    """Do the heights of a curve at equally spaced points, three or more, fit a convex function? Rounding is forgiven.

    is_convex([4, 1, 0, 1, 4]) is True
    """
    # YOUR CODE HERE
    raise NotImplementedError()
