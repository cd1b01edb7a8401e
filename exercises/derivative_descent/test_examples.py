"""The examples of the README. They are not the grade: hidden tests use other numbers."""

import pytest
from derivative_descent import derivative, descend, f


def test_the_function_at_3():
    assert f(3) == pytest.approx(9)


def test_the_derivative_at_3():
    assert derivative(3) == pytest.approx(6)


def test_five_steps_start_at_3_and_end_near_1():
    points = descend(3, 0.1, 5)
    assert len(points) == 6
    assert points[0] == pytest.approx(3)
    assert points[-1] == pytest.approx(0.98304)


def test_with_learning_rate_1_the_point_bounces():
    assert descend(3, 1.0, 3) == pytest.approx([3, -3, 3, -3])
