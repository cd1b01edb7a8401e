"""The hidden suite of `convexity`. Random numbers in every test: the figures of the README alone earn nothing.

Lists of starts have one start a valley, and the exact top between the valleys is never a start.
"""

import math

import numpy as np
import pytest
from convexity import best_start, find_minimum, is_convex

from grader.judge import assert_same

RTOL = 1e-4  # a descent that stops when it hardly moves any more is right too
TOP = 0.1260001925862561


def draw(rng, low, high):
    """A number of two decimals between `low` and `high`."""
    return round(float(rng.numpy.uniform(low, high)), 2)


def check(function, cases, want, what):
    """Each answer is the wanted one. All are asked before any is looked at, so diagnosis sees all calls."""
    got = [function(*(list(a) if isinstance(a, list) else a for a in case)) for case in cases]
    for one_got, one_want, one_what in zip(got, want, what, strict=True):
        assert_same(one_got, one_want, rtol=RTOL, what=one_what)


def sample(function, low, high, count):
    """Heights of a function at equally spaced points."""
    return [float(function(x)) for x in np.linspace(low, high, count)]


def draw_rivals(rng, *, left_wins):
    """A start a valley in random order; after two steps with lr 0.01 one of them is lower by 0.2 to 0.7."""
    while True:
        left, right = draw(rng, -2.3, -0.2), draw(rng, 0.4, 2.2)
        reached = []
        for x in (left, right):
            for _ in range(2):
                x -= 0.01 * (4 * x**3 - 8 * x + 1)
            reached.append(x**4 - 4 * x**2 + x)
        lead = reached[1] - reached[0] if left_wins else reached[0] - reached[1]
        if 0.2 < lead < 0.7:
            return [left, right] if rng.numpy.random() < 0.5 else [right, left]


@pytest.mark.task(1)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_each_start_finds_its_valley(rng, reference):
    """A start on the left ends in the left valley, one on the right in the right valley"""
    starts = [2.0, -2.0, draw(rng, 0.3, 2.2), draw(rng, -2.2, -0.3)]
    for case in [(start, 0.01, 500) for start in starts]:
        want = reference.find_minimum(*case)
        assert_same(find_minimum(*case), want, rtol=RTOL, what="find_minimum({}, {}, {})".format(*case))


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_starts_near_the_top_and_steps_that_jump_over_it(rng, reference):
    """Starts near the top between the valleys, and steps so large that they jump over it"""
    cases = [(draw(rng, 0.14, 0.25), 0.02, 300), (draw(rng, -0.05, 0.11), 0.02, 300)]
    cases += [(draw(rng, 2.85, 3.1), 0.05, 150), (draw(rng, -3.1, -2.85), 0.05, 150)]
    want = [reference.find_minimum(*case) for case in cases]
    check(find_minimum, cases, want, [f"the end of a descent from {start}" for start, *_ in cases])


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_a_few_steps(rng, reference):
    """After a few steps the descent is on its way, and after none it is at its start"""
    cases = [(draw(rng, 1.7, 2.2), 0.01, 3), (draw(rng, -2.2, -1.7), 0.02, 2), (draw(rng, 0.4, 0.9), 0.03, 4)]
    cases += [(draw(rng, -1.1, -0.4), 0.01, 1), (draw(rng, 1.7, 2.2), 0.02, 0)]
    want = [reference.find_minimum(*case) for case in cases]
    check(find_minimum, cases, want, [f"the point after {steps} steps" for *_, steps in cases])


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_the_top_is_no_minimum(rng, reference):
    """A start a hair beside the top, where the slope is almost zero, still ends in a valley"""
    hair = float(rng.numpy.uniform(6e-7, 1e-6))
    cases = [(TOP + hair, 0.02, 300), (TOP - hair, 0.02, 300)]
    want = [reference.find_minimum(*case) for case in cases]
    check(find_minimum, cases, want, ["the end of a descent from the right of the top", "and from the left of it"])


@pytest.mark.task(2)
@pytest.mark.points(0.5)
def test_best_start(rng, reference):
    """The best start is the one whose descent ends lowest, wherever it stands in the list"""
    pairs = [(draw(rng, -2.2, -0.3), draw(rng, 0.4, 2.2)), (draw(rng, -2.3, -2.1), draw(rng, 1.25, 1.45))]
    cases = [(list(order), 0.02, 250) for pair in pairs for order in (pair, pair[::-1])]
    want = [reference.best_start(*case) for case in cases]
    check(best_start, cases, want, ["the best of two starts"] * len(cases))


@pytest.mark.task(2)
@pytest.mark.points(0.5)
def test_the_end_counts(rng, reference):
    """Where a descent ends counts, not the side on which it starts; a single start is the best"""
    left, right = draw(rng, -3.1, -2.85), draw(rng, 2.85, 3.1)
    cases = [([left, right], 0.05, 150), ([right, left], 0.05, 150), ([draw(rng, 0.4, 2.2)], 0.02, 250)]
    want = [reference.best_start(*case) for case in cases]
    check(best_start, cases, want, ["the best start", "the best start", "the best of a single start"])


@pytest.mark.task(2)
@pytest.mark.points(0.5)
def test_heights_on_the_way(rng, reference):
    """Descents that are still on their way are compared by the height that they have reached"""
    cases = [(draw_rivals(rng, left_wins=i % 2 == 0), 0.01, 2) for i in range(8)]
    want = [reference.best_start(*case) for case in cases]
    check(best_start, cases, want, ["the best of two starts after a few steps"] * len(cases))


@pytest.mark.task(3)
@pytest.mark.points(0.5)
@pytest.mark.visibility("visible")
def test_convex_or_not(rng, reference):
    """Parabolas that open upwards and downwards, a wave, and a slide"""
    wide = draw(rng, 0.5, 2)
    curves = [[4.0, 1.0, 0.0, 1.0, 4.0], [0.0, 1.0, 0.0, -1.0, 0.0]]
    curves += [sample(lambda x: sign * wide * x**2, -2, 2, 5) for sign in (1, -1)]
    curves += [sample(lambda x: math.exp(-wide * x), 0, 3, 4)]
    for curve in curves:
        curve = [round(height, 3) for height in curve]
        assert_same(is_convex(list(curve)), reference.is_convex(curve), what=f"is_convex({curve})")


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_curves(rng, reference):
    """Curves that rise, fall or turn, and bend one way, the other way or both ways"""
    size, shift = draw(rng, 3, 6), draw(rng, -0.5, 0.5)
    shapes = [
        (lambda x: size * math.sqrt(x + 2), -1.5, 3, 9),
        (lambda x: -size * math.exp(x), -1, 1.5, 7),
        (lambda x: size * math.exp(x), -1, 1.5, 7),
        (lambda x: size * math.exp(-x), -1, 1.5, 8),
        (lambda x: size * abs(x - shift), -3, 3, 10),
        (lambda x: size * (x - shift) ** 4, -2, 2, 9),
        (lambda x: size / (1 + math.exp(-3 * x)), -2, 2, 9),
        (lambda x: size * math.sin(x + shift), 0, 6, 13),
        (lambda x: x**4 - 4 * x**2 + x, -2, 2, 15),
    ]
    cases = [(sample(*shape),) for shape in shapes]
    for place, height in ((1, 2), (4, 2), (7, 2), (3, 0.5)):  # a bump in an otherwise convex curve
        bumpy = sample(lambda x: size * x**2, -2, 2, 9)
        bumpy[place] += height * size
        cases.append((bumpy,))
    want = [reference.is_convex(*case) for case in cases]
    check(is_convex, cases, want, ["the answer for a curve"] * len(cases))


@pytest.mark.task(3)
@pytest.mark.points(0.5)
def test_straight_lines(rng, reference):
    """Straight lines are convex, whatever rounding does to them, and lines with a kink downwards are not"""
    start, slope = draw(rng, 5, 40) + 0.1, draw(rng, 0.2, 2) + 0.003
    lines = [[start + sign * slope * step for step in range(12)] for sign in (-1, 1)]
    kink = [start + slope * min(step, 6) for step in range(12)]
    cases = [(line,) for line in (*lines, kink, [0.0] * 5, [start] * 4)]
    want = [reference.is_convex(*case) for case in cases]
    check(is_convex, cases, want, ["the answer for a line"] * len(cases))
