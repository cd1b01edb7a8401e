"""The examples of the README. They are not the grade: hidden tests use other numbers."""

import pytest
from convexity import best_start, find_minimum, is_convex


def test_a_start_on_the_left_finds_the_deep_valley():
    assert find_minimum(-2.0, 0.01, 500) == pytest.approx(-1.4730, abs=1e-4)


def test_a_start_on_the_right_stays_in_the_other_valley():
    assert find_minimum(2.0, 0.01, 500) == pytest.approx(1.3470, abs=1e-4)


def test_the_better_start_is_the_one_on_the_left():
    assert best_start([2.0, -2.0], 0.01, 500) == -2.0


def test_a_parabola_is_convex_and_a_wave_is_not():
    assert is_convex([4.0, 1.0, 0.0, 1.0, 4.0])
    assert not is_convex([0.0, 1.0, 0.0, -1.0, 0.0])
