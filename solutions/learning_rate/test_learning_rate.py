"""The hidden suite of `learning_rate`. Random numbers in every test: the figures of the README alone earn nothing.

Losses that only rounding tells from the first one are never asked for, nor ratios between those that the README names.
"""

import math

import numpy as np
import pytest
from learning_rate import diagnose, loss_history

from grader.judge import assert_same

RTOL = 1e-3  # small losses are squares of differences that may have been computed in float32
FALLING = (0.05, 0.55)
SLOW = (0.96, 0.995)
GROWING = (1.5, 8.0)


def draw(rng, low, high, size=()):
    """Numbers of two decimals with `low <= |number| <= high`."""
    return np.round(rng.numpy.uniform(low, high, size) * rng.numpy.choice([-1.0, 1.0], size), 2)


def draw_case(rng, size, factor, steps, error=None):
    """Arguments of loss_history: each step multiplies the error, `error` at the start, by `factor`."""
    weights, inputs = draw(rng, 0.5, 3, size), draw(rng, 1, 3, size)
    error = abs(float(draw(rng, 3, 8))) if error is None else error
    lr = (1 - factor) / (2 * float(inputs @ inputs))
    return weights, inputs, float(weights @ inputs) - error, lr, steps


def copied(case):
    """The same case on arrays of its own: whoever is asked first can't change what the other one gets."""
    return tuple(value.copy() if isinstance(value, np.ndarray) else value for value in case)


def draw_losses(rng, ratios, length, wild=1.0):
    """A history whose last loss is a ratio of the first; `wild` spreads the losses between."""
    first, ratio = float(rng.numpy.uniform(2, 50)), float(rng.numpy.uniform(*ratios))
    losses = first * ratio ** np.linspace(0, 1, length)
    losses[1:-1] *= wild ** rng.numpy.uniform(-1, 1, length - 2)
    return losses.tolist()


def check(function, cases, want, what):
    """Each answer is the wanted one. All are asked before any is looked at, so diagnosis sees all calls."""
    got = [function(*copied(case)) for case in cases]
    for one_got, one_want, one_what in zip(got, want, what, strict=True):
        assert_same(one_got, one_want, rtol=RTOL, what=one_what)


@pytest.mark.task(1)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_history(rng, reference, figure):
    """The losses of a descent, from before the first update to after the last"""
    seed = np.array([1.0, 2.0]), np.array([3.0, 4.0]), 6.0
    rates = (0.0001, 0.01, 0.03, 0.05)
    figure.panels(
        "Losses at four learning rates, data of the README",
        "updates",
        "squared error",
        "The losses at four learning rates, yours against the expected ones. At 0.0001 the expected losses hardly fall, at "
        "0.01 and 0.03 they fall fast and alike, at 0.05 they grow.",
        **{
            f"lr {lr}": {
                "your losses": loss_history(*copied(seed), lr, 5),
                "expected": reference.loss_history(*copied(seed), lr, 5),
            }
            for lr in rates
        },
    )
    cases = [(np.array([1.0, 2.0]), np.array([3.0, 4.0]), 6.0, 0.01, 3)]
    cases += [draw_case(rng, 2, 0.7, 3), draw_case(rng, 3, 0.8, 4)]
    for case in cases:
        want = reference.loss_history(*copied(case))
        call = "loss_history({}, {}, {}, {}, {})".format(
            *(a.tolist() if isinstance(a, np.ndarray) else a for a in case)
        )
        assert_same(loss_history(*copied(case)), want, rtol=RTOL, what=call)


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_history_for_more_inputs(rng, reference):
    """The losses of descents with small steps and several inputs"""
    cases = [draw_case(rng, size, factor, 4) for size, factor in ((3, 0.6), (5, 0.9), (1, 0.97))]
    want = [reference.loss_history(*copied(case)) for case in cases]
    check(loss_history, cases, want, [f"the losses for {len(case[0])} inputs" for case in cases])


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_history_of_large_steps(rng, reference):
    """The losses of descents that jump across the valley, from predictions too high and too low"""
    cases = [draw_case(rng, 3, -0.7, 4, float(draw(rng, 3, 8))), draw_case(rng, 2, -1.3, 5, float(draw(rng, 3, 8)))]
    cases.append((np.array([1.0, 2.0]), np.array([3.0, 4.0]), 6.0, 0.05, 2))
    want = [reference.loss_history(*copied(case)) for case in cases]
    check(loss_history, cases, want, [f"the losses with lr {case[3]}" for case in cases])


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_lengths_and_arguments(rng, reference):
    """There is one loss more than steps, and the arguments stay as they are"""
    for steps in (5, 1, 0):
        case = draw_case(rng, 4, 0.75, steps)
        want, before = reference.loss_history(*copied(case)), copied(case)
        assert_same(loss_history(*case), want, rtol=RTOL, what=f"the losses of a descent with {steps} steps")
        assert_same(case[0], before[0], what="the weights that were passed in")
        assert_same(case[1], before[1], what="the inputs that were passed in")


@pytest.mark.task(2)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_diagnosis(rng, reference):
    """A history that grows, one that hardly falls and one that falls well"""
    histories = [[25.0, 56.25, 126.5625], [25.0, 24.75, 24.5, 24.26, 24.02, 23.78], [25.0, 0.0]]
    histories += [[round(x, 3) for x in draw_losses(rng, ratios, 4)] for ratios in (GROWING, SLOW, FALLING)]
    for losses in histories:
        want = reference.diagnose(list(losses))
        assert_same(diagnose(losses), want, what=f"diagnose({losses})")


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_first_and_last_decide(rng, reference):
    """Where a history begins and ends decides, not what lies between"""
    histories = [draw_losses(rng, ratios, 5, wild=3.0) for ratios in (FALLING, GROWING, SLOW) for _ in range(2)]
    first = float(rng.numpy.uniform(2, 50))
    histories += [[first, 3 * first, 0.3 * first], [first, 0.2 * first, 0.97 * first], [first, 0.1 * first, 2 * first]]
    want = [reference.diagnose(list(losses)) for losses in histories]
    check(diagnose, [(losses,) for losses in histories], want, ["the diagnosis of a history"] * len(histories))


@pytest.mark.task(2)
@pytest.mark.points(0.5)
def test_histories_of_every_length(rng, reference):
    """Short and long histories, and one that ends where it began"""
    histories = [draw_losses(rng, ratios, length) for length in (2, 40) for ratios in (SLOW, FALLING, GROWING)]
    first = float(rng.numpy.uniform(2, 50))
    histories += [draw_losses(rng, (1.01, 1.04), 3), [first, 0.8 * first, first]]
    for losses in histories:  # one by one: wrong answers differ about the last two
        want = reference.diagnose(list(losses))
        assert_same(diagnose(losses), want, what=f"the diagnosis of a history of {len(losses)} losses")


@pytest.mark.task(2)
@pytest.mark.points(0.5)
def test_losses_that_are_no_finite_numbers(rng, reference):
    """A history that runs away until its losses are no finite numbers"""
    histories = [draw_losses(rng, ratios, 4) for ratios in (SLOW, GROWING, FALLING)]
    histories += [[*draw_losses(rng, (50, 90), 3), 1e200, math.inf], [*draw_losses(rng, (50, 90), 3), math.nan]]
    for losses in histories:  # one by one: wrong answers differ about the last two
        want = reference.diagnose(list(losses))
        assert_same(diagnose(losses), want, what=f"the diagnosis of a history that ends at {losses[-1]}")
