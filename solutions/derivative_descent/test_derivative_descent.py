"""The hidden suite of `derivative_descent`. Random numbers in every test: the README's figures alone earn nothing.

Starts stay off 0, 1 and 2, and there is never a single step: there some wrong answers agree with each other.
"""

import pytest
from derivative_descent import derivative, descend, f

from grader.judge import assert_same

RTOL = 1e-4  # points are computed from points, perhaps in float32


def draw(rng, low, high, *, signed=True):
    """A number of two decimals with `low <= |number| <= high`."""
    size = round(float(rng.numpy.uniform(low, high)), 2)
    return -size if signed and rng.numpy.random() < 0.5 else size


def check(function, cases, want, what):
    """Each answer is the wanted one. All are asked before any is looked at, so diagnosis sees all calls."""
    got = [function(*case) for case in cases]
    for one_got, one_want, one_what in zip(got, want, what, strict=True):
        assert_same(one_got, one_want, rtol=RTOL, what=one_what)


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_the_function(rng, reference):
    """The function is the square, on both sides of zero"""
    cases = [(3,), (draw(rng, 2.2, 9, signed=False),), (-draw(rng, 2.2, 9, signed=False),), (draw(rng, 0.1, 0.8),)]
    want = [reference.f(*case) for case in cases]
    check(f, cases, want, [f"f({x})" for (x,) in cases])


@pytest.mark.task(2)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_the_derivative(rng, reference):
    """The derivative is a function: it has another value at every point"""
    for x in (3, draw(rng, 2.2, 9, signed=False), -draw(rng, 2.2, 9, signed=False), draw(rng, 0.1, 0.8)):
        want = reference.derivative(x)
        assert_same(derivative(x), want, rtol=RTOL, what=f"derivative({x})")


@pytest.mark.task(2)
@pytest.mark.points(0.5)
def test_the_derivative_is_the_slope_of_the_curve(rng):
    """The derivative says how fast the square grows when its argument grows a little"""
    points = [draw(rng, 2.2, 6), draw(rng, 20, 60), draw(rng, 0.1, 0.8), 0.0]
    want = [((x + 1e-3) ** 2 - (x - 1e-3) ** 2) / 2e-3 for x in points]
    check(derivative, [(x,) for x in points], want, [f"the derivative at {x}" for x in points])


@pytest.mark.task(3)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_the_points_of_a_descent(rng, reference):
    """The points that gradient descent visits"""
    cases = [(3, 0.1, 5)]
    for _ in range(2):
        cases.append((draw(rng, 2.5, 6), draw(rng, 0.05, 0.3, signed=False), int(rng.numpy.integers(3, 7))))
    for case in cases:
        want = reference.descend(*case)
        assert_same(descend(*case), want, rtol=RTOL, what=f"descend{case}")


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_descent_from_both_sides(rng, reference):
    """A descent from the left goes right, and one from the right goes left"""
    cases = []
    for sign in (-1, 1, -1):
        x0, lr = sign * draw(rng, 2.5, 6, signed=False), draw(rng, 0.03, 0.3, signed=False)
        cases.append((x0, lr, int(rng.numpy.integers(3, 7))))
    want = [reference.descend(*case) for case in cases]
    check(descend, cases, want, [f"the points from {x0} with lr {lr}" for x0, lr, _ in cases])


@pytest.mark.task(3)
@pytest.mark.points(0.5)
def test_every_point_is_listed(rng, reference):
    """The list holds the start and the point after each step, also where there is no step"""
    x0, lr = draw(rng, 2.5, 5), draw(rng, 0.05, 0.3, signed=False)
    for steps in (4, 2, 7, 0):
        want = reference.descend(x0, lr, steps)
        assert_same(descend(x0, lr, steps), want, rtol=RTOL, what=f"the points of a descent with {steps} steps")


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_large_learning_rates(rng, reference):
    """Large learning rates jump across the valley: they end closer, bounce, or run away"""
    cases = [(draw(rng, 2.5, 4), lr, 5) for lr in (0.8, 1.0, draw(rng, 1.05, 1.3, signed=False))]
    cases.append((3, 1.1, 5))
    want = [reference.descend(*case) for case in cases]
    check(descend, cases, want, [f"the points with lr {lr}" for _, lr, _ in cases])


@pytest.mark.task(3)
@pytest.mark.points(0.5)
def test_a_long_descent_reaches_the_valley(rng):
    """A long descent comes close to the lowest point, each step a little shorter"""
    cases, want = [], []
    for _ in range(2):
        x0, lr = draw(rng, 2.5, 3, signed=False), draw(rng, 0.08, 0.3, signed=False)
        cases.append((x0, lr, 25))
        want.append([x0 * (1 - 2 * lr) ** step for step in range(26)])
    check(descend, cases, want, ["the points of a long descent"] * 2)
