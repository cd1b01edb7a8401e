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


@pytest.mark.task(1)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_slope_without_activation(rng, reference):
    """The slope for a weight whose node has no activation"""
    assert_same(weight_slope(6, 10, 3), -24.0, what="weight_slope(6, 10, 3)")
    for _ in range(3):
        prediction, target, node_value, _ = draw_case(rng)
        want = reference.weight_slope(prediction, target, node_value)
        call = f"weight_slope({prediction}, {target}, {node_value})"
        assert_same(weight_slope(prediction, target, node_value), want, what=call)


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_slope_with_activation(rng, reference):
    """The slope for a weight whose node has an activation"""
    assert_same(weight_slope(7, 4.5, -1.5, 0.5), -3.75, what="the slope behind an activation of slope 0.5")
    for _ in range(4):
        case = draw_case(rng)
        assert_same(weight_slope(*case), reference.weight_slope(*case), what=f"the slope for {case}")


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_slope_doubles_with_the_error(rng):
    """Doubling the error doubles the slope, turning it round turns the slope's sign"""
    for _ in range(3):
        _, target, node_value, activation_slope = draw_case(rng)
        error = draw(rng, 0.5, 3)
        for factor in (1, 2, -1):
            got = weight_slope(target + factor * error, target, node_value, activation_slope)
            want = 2 * factor * error * node_value * activation_slope
            assert_same(got, want, what=f"the slope when the prediction is off by {factor * error}")


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_slope_is_flat_where_a_factor_is_zero(rng, reference):
    """The slope is 0 for a right prediction, a node at 0 or a flat activation, and only there"""
    prediction, target, node_value, activation_slope = case = draw_case(rng)
    assert_same(weight_slope(*case), reference.weight_slope(*case), what="the slope where no factor is 0")
    assert_same(
        weight_slope(target, target, node_value, activation_slope), 0.0, what="the slope for a right prediction"
    )
    assert_same(weight_slope(prediction, target, 0.0, activation_slope), 0.0, what="the slope for a node at 0")
    assert_same(weight_slope(prediction, target, node_value, 0.0), 0.0, what="the slope of a flat activation")


@pytest.mark.task(2)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_one_step(rng, reference):
    """One step of gradient descent"""
    assert_same(update_weight(2, -24, 0.01), 2.24, what="update_weight(2, -24, 0.01)")
    for _ in range(3):
        weight, slope, lr = draw(rng, 0.5, 4), draw(rng, 3, 30), draw(rng, 0.02, 0.4, signed=False)
        want = reference.update_weight(weight, slope, lr)
        assert_same(update_weight(weight, slope, lr), want, what=f"update_weight({weight}, {slope}, {lr})")


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_steps_of_every_size(rng, reference):
    """Steps with small and large learning rates, up and down"""
    assert_same(update_weight(-1.5, 4, 0.05), -1.7, what="the weight after a step down")
    for lr in (0.001, 0.01, 0.3, 1.5):
        for sign in (1, -1):
            weight, slope = draw(rng, 0.5, 4), sign * draw(rng, 2, 20, signed=False)
            want = reference.update_weight(weight, slope, lr)
            assert_same(update_weight(weight, slope, lr), want, what=f"the weight after a step with lr {lr}")
    assert_same(update_weight(np.float64(weight), np.float64(slope), lr), want, what="the weight from NumPy numbers")


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
        assert_same(weight, (target + 0.7 * error) / node_value, what=f"the weight after {step} steps")
