"""The hidden suite of `slope`. Every test ends on random numbers: the figures of the slide alone earn nothing."""

import numpy as np
import pytest
from slope import update_weight, weight_slope

from grader.judge import assert_same


def draw(rng, low, high, *, signed=True):
    """A number of two decimals with `low <= |number| <= high`."""
    size = round(float(rng.numpy.uniform(low, high)), 2)
    return -size if signed and rng.numpy.random() < 0.5 else size


def draw_case(rng):
    """prediction, target, node_value, activation_slope: an error well off 0, no factor near 1 or 2."""
    target = draw(rng, 1, 9)
    prediction = round(target + draw(rng, 1.2, 1.8) + draw(rng, 0.1, 0.3), 2)
    return prediction, target, draw(rng, 2.5, 6), draw(rng, 0.2, 0.8, signed=False)


def check(function, cases, want, what):
    """Each answer is the wanted one. All are asked before any is looked at: so diagnosis sees all calls."""
    got = [function(*case) for case in cases]
    for one_got, one_want, one_what in zip(got, want, what, strict=True):
        assert_same(one_got, one_want, what=one_what)


@pytest.mark.task(1)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_slope_without_activation(rng, reference, figure):
    """The slope for a weight whose node has no activation"""
    figure.slope(
        "The loss around weight 2",
        "weight",
        "loss",
        "The loss of the README's example over its weight, and at weight 2 two triangles: one along your slope, one along "
        "the expected slope of -24, which touches the curve.",
        loss=lambda weight: (3 * weight - 10) ** 2,
        at=2.0,
        reach=1.2,
        **{"your slope": weight_slope(6, 10, 3), "expected": -24.0},
    )
    cases = [(6, 10, 3), *(draw_case(rng)[:3] for _ in range(3))]
    want = [-24.0, *(reference.weight_slope(*case) for case in cases[1:])]
    for case, one_want in zip(cases, want, strict=True):  # one by one: the report shows the last call
        assert_same(weight_slope(*case), one_want, what=f"weight_slope{case}")


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_slope_with_activation(rng, reference):
    """The slope for a weight whose node has an activation"""
    cases = [(7, 4.5, -1.5, 0.5), *(draw_case(rng) for _ in range(4))]
    want = [-3.75, *(reference.weight_slope(*case) for case in cases[1:])]
    check(weight_slope, cases, want, [f"the slope for {case}" for case in cases])


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_slope_doubles_with_the_error(rng):
    """Doubling the error doubles the slope, turning it round turns the slope's sign"""
    cases, want = [], []
    for _ in range(3):
        _, target, node_value, activation_slope = draw_case(rng)
        error = draw(rng, 0.5, 3)
        for off in (error, 2 * error, -error):
            cases.append((target + off, target, node_value, activation_slope))
            want.append(2 * off * node_value * activation_slope)
    check(weight_slope, cases, want, [f"the slope for {case}" for case in cases])


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_slope_is_flat_where_a_factor_is_zero(rng, reference):
    """The slope is 0 for a right prediction, a node at 0 or a flat activation, and only there"""
    prediction, target, node_value, activation_slope = case = draw_case(rng)
    cases = {
        "the slope where no factor is 0": case,
        "the slope for a right prediction": (target, target, node_value, activation_slope),
        "the slope for a node at 0": (prediction, target, 0.0, activation_slope),
        "the slope of a flat activation": (prediction, target, node_value, 0.0),
    }
    check(weight_slope, cases.values(), [reference.weight_slope(*case), 0.0, 0.0, 0.0], cases)


@pytest.mark.task(2)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_one_step(rng, reference):
    """One step of gradient descent"""
    cases = [(2, -24, 0.01)]
    for _ in range(3):
        cases.append((draw(rng, 0.5, 4), draw(rng, 3, 30), draw(rng, 0.02, 0.4, signed=False)))
    want = [2.24, *(reference.update_weight(*case) for case in cases[1:])]
    for case, one_want in zip(cases, want, strict=True):  # one by one: the report shows the last call
        assert_same(update_weight(*case), one_want, what=f"update_weight{case}")


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_steps_of_every_size(rng, reference):
    """Steps with small and large learning rates, up and down"""
    cases = []
    for lr in (0.001, 0.01, 0.3, 1.5):
        for sign in (1, -1):
            cases.append((draw(rng, 0.5, 4), sign * draw(rng, 2, 20, signed=False), lr))
    weight, slope, lr = cases[-1]
    cases += [(np.float64(weight), np.float64(slope), lr), (-1.5, 4, 0.05)]
    want = [*(reference.update_weight(*case) for case in cases[:-1]), -1.7]
    check(update_weight, cases, want, [f"the weight after a step with lr {case[-1]}" for case in cases])


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_descent_reaches_the_target(rng):
    """Slope and step together: the prediction approaches the target at the right pace"""
    weight, node_value = draw(rng, 0.5, 3), draw(rng, 1.2, 2)
    target = draw(rng, 4, 9)
    lr = 0.3 / (2 * node_value**2)  # each step takes 0.3 of the error away
    for step in range(1, 9):
        error = weight * node_value - target
        weight = update_weight(weight, weight_slope(weight * node_value, target, node_value), lr)
        assert_same(weight, (target + 0.7 * error) / node_value, what=f"the weight after step {step}")
