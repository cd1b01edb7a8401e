"""The examples of the README. They are not the grade: hidden tests use other nets."""

from itertools import count

import numpy as np
import pytest
from three_layer_backprop import backprop


def make_case():
    """The 16-8-4-2 net of the README, filled with 0.5*sin(1), 0.5*sin(2), ..., and x with cos(1), cos(2), ..."""
    steps = count(1)

    def fill(*shape):
        return np.array([0.5 * np.sin(next(steps)) for _ in range(np.prod(shape))]).reshape(shape)

    weights, biases = [], []
    for outputs, inputs in ((8, 16), (4, 8), (2, 4)):
        weights.append(fill(outputs, inputs))
        biases.append(fill(outputs))
    x = np.cos(np.arange(1, 49)).reshape(3, 16)
    return x, np.array([0, 1, 1]), weights, biases


def test_three_pairs_of_the_parameters_shapes():
    gradients = backprop(*make_case())
    shapes = [(weight.shape, bias.shape) for weight, bias in gradients]
    assert shapes == [((8, 16), (8,)), ((4, 8), (4,)), ((2, 4), (2,))]


def test_the_bias_of_the_last_layer():
    _, db2 = backprop(*make_case())[2]
    assert db2 == pytest.approx([0.36507, -0.36507], abs=1e-5)


def test_one_weight_of_the_first_layer():
    dw0, _ = backprop(*make_case())[0]
    assert dw0[0, 0] == pytest.approx(0.016705, abs=1e-6)
