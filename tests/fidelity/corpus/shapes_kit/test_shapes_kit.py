"""A package behind the main module; two test files, a module of the suite found by sys.path tricks, conftest.py with shared objects, a mark."""

import os
import sys

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from known_areas import CIRCLES, close

import shapes_kit as kit


@pytest.mark.parametrize(("radius", "area"), CIRCLES)
def test_circles(radius, area):
    assert close(kit.Circle(radius).area(), area)


def test_squares_are_rectangles(shapes):
    assert isinstance(shapes[0], kit.Rectangle)
    assert issubclass(kit.Square, kit.Rectangle)
    assert not issubclass(kit.Circle, kit.Rectangle)


@pytest.mark.slow
def test_total(shapes):
    assert close(kit.total_area(shapes), 6 + 3.141592653589793)
    assert kit.total_area([]) == 0


def test_sorting(shapes):
    assert [type(s).__name__ for s in sorted(shapes)] == ["Rectangle", "Circle", "Square"]
    assert min(shapes) is shapes[2]


def test_scaled(shapes):
    big = shapes[2].scaled(3)
    assert isinstance(big, kit.Rectangle)
    assert (big.width, big.height) == (3, 6)
    assert kit.Square(2).scaled(2).area() == 16
