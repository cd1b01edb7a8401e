"""A function, its derivative, and gradient descent from point to point."""


def f(x: float) -> float:
    """The function x squared.

    f(3) is 9
    """
    ### BEGIN SOLUTION
    return x**2
    ### END SOLUTION


def derivative(x: float) -> float:
    """The derivative of `f` at `x`: how fast f grows there.

    derivative(3) is 6
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def descend(x0: float, lr: float, steps: int) -> list[float]:
    """The points that gradient descent on `f` visits: `x0`, then the point after each step, `steps + 1` in all.

    descend(3, 0.1, 2) is [3, 2.4, 1.92]
    """
    ### BEGIN SOLUTION
    points = [x0]
    for _ in range(steps):
        points.append(points[-1] - lr * derivative(points[-1]))
    return points
    ### END SOLUTION
