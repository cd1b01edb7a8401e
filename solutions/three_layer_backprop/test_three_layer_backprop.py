"""The hidden suite of `three_layer_backprop`. Random nets everywhere: the figures of the README alone earn nothing."""

from itertools import count

import numpy as np
import pytest
from three_layer_backprop import backprop

from grader.judge import assert_same

TOLERANCE = 2e-6  # absolute, beside the relative one: sums of float32 numbers may cancel


def draw_case(rng, rows, widths=(16, 8, 4, 2)):
    """x, y, weights, biases of a random net, in float64; as many classes occur as there are rows for."""
    draw = rng.numpy
    pairs = list(zip(widths[1:], widths[:-1], strict=True))
    weights = [draw.normal(0, 0.5, shape) for shape in pairs]
    biases = [draw.normal(0, 0.5, outputs) for outputs, _ in pairs]
    y = draw.permutation(np.arange(rows) % widths[-1])
    return draw.normal(0, 1, (rows, widths[0])), y, weights, biases


def readme_case():
    """The net of the README: filled with 0.5*sin(1), 0.5*sin(2), ...; x with cos(1), cos(2), ..."""
    steps = count(1)
    weights, biases = [], []
    for shape in ((8, 16), (4, 8), (2, 4)):
        weights.append(np.array([0.5 * np.sin(next(steps)) for _ in range(shape[0] * shape[1])]).reshape(shape))
        biases.append(np.array([0.5 * np.sin(next(steps)) for _ in range(shape[0])]))
    return np.cos(np.arange(1, 49)).reshape(3, 16), np.array([0, 1, 1]), weights, biases


def mean_cross_entropy(x, y, weights, biases):
    """The loss itself, written without the reference."""
    for weight, bias in zip(weights, biases, strict=True):
        x = x @ weight.T + bias
    return float(np.mean(np.log(np.exp(x).sum(axis=1)) - x[np.arange(len(y)), y]))


def assert_layers(got, want, *layers):
    """Assert that the pairs of these layers are right; all three must be there."""
    assert type(got) in (list, tuple), "expected a list of three pairs (dW, db)"
    assert len(got) == 3, f"expected three pairs (dW, db), got {len(got)}"
    for layer in layers:
        pair = got[layer]
        assert type(pair) in (list, tuple), f"expected a pair (dW{layer}, db{layer})"
        assert len(pair) == 2, f"expected a pair (dW{layer}, db{layer}), got {len(pair)} values"
        for index, name in enumerate((f"dW{layer}", f"db{layer}")):
            assert_same(pair[index], want[layer][index], what=name, atol=TOLERANCE)


@pytest.mark.task(1)
@pytest.mark.points(2)
@pytest.mark.visibility("visible")
def test_last_layer(rng, reference, figure):
    """The gradients of the last layer, L2"""
    case = readme_case()
    want = reference.backprop(*case)
    got = backprop(*case)
    figure.heat_map(
        "How far your gradients are off, by layer, for the net of the README",
        "For the weights and the biases of each layer the largest error, as a share of the largest right value: 0 is right, "
        "a dash is no array of the right shape.",
        rows=("weights", "biases"),
        columns=("L0", "L1", "L2"),
        values=[[figure.error(pick(got, layer, index), want[layer][index]) for layer in range(3)] for index in (0, 1)],
    )
    assert_layers(got, want, 2)
    assert_same(got[2][1], np.array([0.36507, -0.36507]), what="db2 of the README's net", atol=1e-5)
    case = draw_case(rng, 5)
    want = reference.backprop(*case)
    assert_layers(backprop(*case), want, 2)


def pick(got, layer, index):
    """One gradient of an answer, for the picture; None where there is none."""
    for at in (layer, index):
        got = got[at] if type(got) in (list, tuple) and at < len(got) else None
    return got


@pytest.mark.task(2)
@pytest.mark.points(2)
def test_middle_layer(rng, reference):
    """The gradients of the middle layer, L1"""
    for rows in (3, 6):
        case = draw_case(rng, rows)
        want = reference.backprop(*case)
        assert_layers(backprop(*case), want, 1)


@pytest.mark.task(3)
@pytest.mark.points(2)
def test_first_layer(rng, reference):
    """The gradients of the first layer, L0"""
    for rows in (4, 5):
        case = draw_case(rng, rows)
        want = reference.backprop(*case)
        assert_layers(backprop(*case), want, 0)
    case = readme_case()
    want = reference.backprop(*case)
    assert_layers(backprop(*case), want, 0)


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_biases_of_all_layers(rng, reference):
    """The gradients of all three biases, for a large batch"""
    case = draw_case(rng, 12)
    want = reference.backprop(*case)  # first: what the student changes in place must not change it
    got = backprop(*case)
    assert_layers(got, want)
    for layer in range(3):
        assert type(got[layer]) in (list, tuple), f"expected a pair (dW{layer}, db{layer})"
        assert len(got[layer]) == 2, f"expected a pair (dW{layer}, db{layer})"
        assert_same(got[layer][1], want[layer][1], what=f"db{layer}", atol=TOLERANCE)


@pytest.mark.task(3)
@pytest.mark.points(2)
def test_square_layers(rng, reference):
    """A net whose layers all have the same width, where a wrong transpose fits too"""
    for rows in (6, 3):  # in three rows one of the four classes does not occur
        case = draw_case(rng, rows, (4, 4, 4, 4))
        want = reference.backprop(*case)
        assert_layers(backprop(*case), want, 2, 1, 0)


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_gradients_predict_the_loss(rng):
    """A small step in any direction changes the loss by what the gradients say"""
    x, y, weights, biases = draw_case(rng, 4, (5, 4, 3, 3))
    got = backprop(x.copy(), y.copy(), [w.copy() for w in weights], [b.copy() for b in biases])
    step = 1e-4
    for layer in range(3):
        for index, parameters in enumerate((weights, biases)):
            direction = rng.numpy.normal(0, 1, parameters[layer].shape)
            ends = []
            for sign in (1, -1):
                moved = [p + sign * step * direction if at == layer else p for at, p in enumerate(parameters)]
                ends.append(mean_cross_entropy(x, y, *((moved, biases) if index == 0 else (weights, moved))))
            gradient = got[layer][index]
            assert_same(tuple(gradient.shape), direction.shape, what=f"the shape of {('dW', 'db')[index]}{layer}")
            slope = float((gradient * direction).sum())
            assert_same(
                slope, (ends[0] - ends[1]) / (2 * step), what=f"the slope of the loss in L{layer}", rtol=1e-4, atol=1e-5
            )


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_batch_of_copies(rng, reference):
    """The loss is a mean: a batch that holds every sample three times has the same gradients"""
    x, y, weights, biases = draw_case(rng, 4)
    want = reference.backprop(x, y, weights, biases)  # before the student's: it sees the same weights
    assert_layers(backprop(np.tile(x, (3, 1)), np.tile(y, 3), weights, biases), want, 2, 1, 0)


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_arguments_stay(rng, reference):
    """The arguments stay as they are, and one call does not spoil the answer of another"""
    case = draw_case(rng, 5)
    x, y, weights, biases = case
    kept = (x.copy(), y.copy(), [w.copy() for w in weights], [b.copy() for b in biases])
    want = reference.backprop(*case)
    first = backprop(*case)
    assert_layers(first, want, 2, 1, 0)
    for name, now, then in zip(("x", "y", "weights", "biases"), case, kept, strict=True):
        assert_same(now, then, what=f"{name} after the call", dtype="exact", rtol=0, atol=0)
    other = draw_case(rng, 5)
    want_other = reference.backprop(*other)
    assert_layers(backprop(*other), want_other, 2, 1, 0)
    assert_layers(first, want, 2, 1, 0)
    assert_layers(backprop(*case), want, 2, 1, 0)
