"""The examples of the README. They are not the grade: hidden tests use other numbers."""

import pytest
from slope import update_weight, weight_slope


def test_the_slope_of_the_slide():
    assert weight_slope(6, 10, 3) == pytest.approx(-24)


def test_a_slope_behind_an_activation():
    assert weight_slope(7, 4.5, -1.5, 0.5) == pytest.approx(-3.75)


def test_a_step_against_a_negative_slope_raises_the_weight():
    assert update_weight(2, -24, 0.01) == pytest.approx(2.24)


def test_a_step_against_a_positive_slope_lowers_the_weight():
    assert update_weight(-1.5, 4, 0.05) == pytest.approx(-1.7)
