"""The hidden suite of `numpy_update`. Every test ends on random numbers: the figures of the README alone earn nothing."""

import numpy as np
import pytest
from numpy_update import gradient, predict, update

from grader.judge import assert_same

RTOL = 1e-4  # errors are differences of sums that may have been computed in float32


def draw(rng, low, high, size):
    """An array of numbers of two decimals with `low <= |number| <= high`."""
    return np.round(rng.numpy.uniform(low, high, size) * rng.numpy.choice([-1.0, 1.0], size), 2)


def draw_case(rng, size):
    """weights, inputs, target: an error well off 0. From three inputs on the misconceptions give different numbers."""
    weights, inputs = draw(rng, 0.5, 3, size), draw(rng, 1.2, 4, size)
    return weights, inputs, round(float(weights @ inputs) - float(draw(rng, 3, 8, ())), 2)


def ask(function, cases):
    """What a function gives for each case. All are asked before any answer is looked at: so diagnosis sees all calls."""
    return [function(*copied(case)) for case in cases]


def copied(case):
    """The same case on arrays of its own: whoever is asked first can't change what the other one gets."""
    return tuple(value.copy() if isinstance(value, np.ndarray) else value for value in case)


def check(got, want, what):
    """Each answer is the wanted one; `what` names each."""
    for one_got, one_want, one_what in zip(got, want, what, strict=True):
        assert_same(one_got, one_want, rtol=RTOL, what=one_what)


@pytest.mark.task(1)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_prediction(rng, reference):
    """The prediction is the sum of weight times input"""
    cases = [(np.array([1.0, 2.0]), np.array([3.0, 4.0])), *(draw_case(rng, size)[:2] for size in (3, 4))]
    want = [11.0, *ask(reference.predict, cases[1:])]
    for (weights, inputs), one_want in zip(cases, want, strict=True):  # one by one: the report shows the last call
        call = f"predict({weights.tolist()}, {inputs.tolist()})"
        assert_same(predict(weights, inputs), one_want, rtol=RTOL, what=call)


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_prediction_for_other_sizes(rng, reference):
    """The prediction for a single input, for many, and for inputs of zero"""
    cases = [draw_case(rng, size)[:2] for size in (1, 2, 9)]
    cases.append((cases[-1][0], np.zeros(9)))
    want = ask(reference.predict, cases)
    check(ask(predict, cases), want, [f"the prediction for inputs of shape ({len(x)},)" for _, x in cases])


@pytest.mark.task(2)
@pytest.mark.points(1.5)
def test_gradient(rng, reference):
    """The gradient has one slope for each weight"""
    cases = [(np.array([1.0, 2.0]), np.array([3.0, 4.0]), 6.0), *(draw_case(rng, size) for size in (3, 4, 5))]
    want = [np.array([30.0, 40.0]), *ask(reference.gradient, cases[1:])]
    check(ask(gradient, cases), want, [f"the gradient for {len(case[0])} weights" for case in cases])


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_gradient_is_what_a_small_turn_of_each_weight_shows(rng):
    """The gradient says how fast the squared error grows when one weight is turned up a little"""
    cases = [draw_case(rng, size) for size in (3, 6)]
    want = []
    for weights, inputs, target in cases:
        turns = 1e-3 * np.eye(len(weights))
        up, down = (weights + turns) @ inputs - target, (weights - turns) @ inputs - target
        want.append((up**2 - down**2) / 2e-3)
    check(ask(gradient, cases), want, [f"the gradient for {len(case[0])} weights" for case in cases])


@pytest.mark.task(2)
@pytest.mark.points(0.5)
def test_gradient_follows_the_error(rng):
    """The gradient grows with the error, turns round with its sign, and is zero for a right prediction"""
    weights, inputs = np.round(draw(rng, 1, 4, 4)), np.round(draw(rng, 1, 5, 4))  # whole: the zero is exact
    errors = [3.5, 7.0, -3.5, 0.0]
    got = ask(gradient, [(weights, inputs, float(weights @ inputs) - error) for error in errors])
    want = [2 * error * inputs for error in errors]
    check(got, want, [f"the gradient where the prediction is off by {error}" for error in errors])


@pytest.mark.task(3)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_one_step(rng, reference):
    """One step of gradient descent"""
    cases = [(np.array([0.5, -1.0, 2.0]), np.array([1.0, 3.0, -2.0]), 2.0, 0.01), (*draw_case(rng, 3), 0.01)]
    cases.append((*draw_case(rng, 4), 0.02))
    want = [np.array([0.67, -0.49, 1.66]), *ask(reference.update, cases[1:])]
    for case, one_want in zip(cases, want, strict=True):  # one by one: the report shows the last call
        call = "update({}, {}, {}, {})".format(*(a.tolist() if isinstance(a, np.ndarray) else a for a in case))
        assert_same(update(*copied(case)), one_want, rtol=RTOL, what=call)


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_all_weights_move_at_once(rng, reference):
    """Every weight moves by its own slope, and all slopes are those of the weights before the step"""
    cases = [(*draw_case(rng, size), lr) for size, lr in ((3, 0.04), (5, 0.02), (6, 0.1))]
    cases.append((np.array([1.0, 2.0]), np.array([3.0, 4.0]), 6.0, 0.01))
    want = [*ask(reference.update, cases[:-1]), np.array([0.7, 1.6])]
    what = [f"the {len(case[0])} weights after a step with lr {case[3]}" for case in cases]
    check(ask(update, cases), want, what)


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_integer_weights(rng, reference):
    """Weights that come as integers move by fractions too"""
    cases = []
    for size in (3, 4, 3):
        weights, inputs = rng.numpy.integers(1, 9, size), rng.numpy.integers(1, 6, size)
        error = int(rng.numpy.choice([-7, -3, 3, 7]))
        cases.append((weights, inputs, int(weights @ inputs) - error, 0.013))
    want = ask(reference.update, cases)
    check(ask(update, cases), want, ["the weights after a step from integer weights"] * len(cases))


@pytest.mark.task(3)
@pytest.mark.points(0.5)
def test_arguments_stay(rng, reference):
    """Gradient and step leave their arguments as they are, and each step gives a new array"""
    cases = [(*draw_case(rng, 4), 0.03), (*draw_case(rng, 4), 0.03)]
    want, kept = ask(reference.update, cases), [copied(case) for case in cases]
    got = [update(*case) for case in cases]
    check(got, want, ["the weights after the first step", "the weights after a second step from other weights"])
    wanted = ask(reference.gradient, [case[:3] for case in kept])
    check([gradient(*case[:3]) for case in cases], wanted, ["the gradient for weights that made a step"] * len(cases))
    for case, before in zip(cases, kept, strict=True):
        for index, name in enumerate(("weights", "inputs")):
            assert_same(case[index], before[index], what=f"the {name} that were passed in, after step and gradient")
        assert_same(case[1], before[1], what="the inputs, after the step")
