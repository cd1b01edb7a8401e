"""A function, its derivative, and gradient descent from point to point."""


def f(x: float) -> float:
    """The function x squared.

    f(3) is 9
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def derivative(x: float) -> float:
    """The derivative of `f` at `x`: how fast f grows there.

    derivative(3) is 6
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def descend(x0: float, lr: float, steps: int) -> list[float]:
    """The points that gradient descent on `f` visits: `x0`, then the point after each step, `steps + 1` in all.

    descend(3, 0.1, 2) is [3, 2.4, 1.92]
    """
    # YOUR CODE HERE
    raise NotImplementedError()
