"""The examples of the README. They are not the grade: hidden tests use other numbers."""

import numpy as np
import pytest
from learning_rate import diagnose, loss_history

WEIGHTS, INPUTS = np.array([1.0, 2.0]), np.array([3.0, 4.0])


def test_the_loss_falls_with_a_good_rate():
    assert loss_history(WEIGHTS, INPUTS, 6.0, 0.01, 2) == pytest.approx([25, 6.25, 1.5625])


def test_the_loss_grows_with_a_rate_that_is_too_high():
    assert loss_history(WEIGHTS, INPUTS, 6.0, 0.05, 2) == pytest.approx([25, 56.25, 126.5625])


def test_a_history_that_grows_says_too_high():
    assert diagnose([25, 56.25, 126.5625]) == "too_high"


def test_a_history_that_hardly_falls_says_too_low():
    assert diagnose([25, 24.75, 24.5, 24.26, 24.02, 23.78]) == "too_low"
