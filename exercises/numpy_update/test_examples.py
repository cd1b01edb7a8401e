"""The examples of the README. They are not the grade: hidden tests use other numbers."""

import numpy as np
import pytest
from numpy_update import gradient, predict, update

WEIGHTS, INPUTS = np.array([1.0, 2.0]), np.array([3.0, 4.0])


def test_the_prediction_is_one_number():
    assert predict(WEIGHTS, INPUTS) == pytest.approx(11)


def test_the_gradient_has_one_slope_for_each_weight():
    assert gradient(WEIGHTS, INPUTS, 6.0) == pytest.approx(np.array([30.0, 40.0]))


def test_one_step_halves_the_error():
    weights = update(WEIGHTS, INPUTS, 6.0, 0.01)
    assert weights == pytest.approx(np.array([0.7, 1.6]))
    assert predict(weights, INPUTS) - 6.0 == pytest.approx(2.5)


def test_one_step_with_three_weights():
    weights = update(np.array([0.5, -1.0, 2.0]), np.array([1.0, 3.0, -2.0]), 2.0, 0.01)
    assert weights == pytest.approx(np.array([0.67, -0.49, 1.66]))
