"""Named tuples: unpacking, fields by name and number, _replace, _asdict, _fields, equality with tuples, nesting."""

import pytest

from named_points import Box, Color, Point, closest, mix


def test_is_a_tuple():
    p = Point(1.0, 2.0)
    assert isinstance(p, tuple)
    assert p == (1.0, 2.0)
    assert p[0] == p.x == 1.0
    assert len(p) == 2
    x, y = p
    assert (y, x) == (2.0, 1.0)


def test_defaults_and_keywords():
    assert Point(3) == Point(x=3, y=0.0)
    assert Color(1, 2).blue == 0
    with pytest.raises(TypeError):
        Point()


def test_fields():
    assert Point._fields == ("x", "y")
    assert Color._fields == ("red", "green", "blue")
    assert Point(1, 2)._asdict() == {"x": 1, "y": 2}


def test_replace():
    p = Point(1, 2)
    assert p._replace(y=5) == (1, 5)
    assert p == (1, 2)


def test_cannot_be_changed():
    with pytest.raises(AttributeError):
        Point(1, 2).x = 4


def test_repr():
    assert repr(Point(1, 2)) == "Point(x=1, y=2)"
    assert str(Color(9, 8, 7)) == "Color(red=9, green=8, blue=7)"


def test_sum_and_distance():
    total = Point(1, 2) + Point(3, 4)
    assert total == Point(4, 6)
    assert type(total) is Point
    assert Point(0, 0).distance(Point(3, 4)) == pytest.approx(5.0)


def test_box():
    box = Box.around([Point(0, 4), Point(2, 1), (1, 1)])
    assert box == ((0, 1), (2, 4))
    assert box.center == Point(1.0, 2.5)
    assert box.low.y == 1


def test_as_keys():
    seen = {Point(0, 0): "origin"}
    assert seen[0, 0] == "origin"
    assert {Point(1, 2), Point(1, 2), (1, 2)} == {(1, 2)}


def test_results_of_functions():
    assert mix(Color(0, 100, 50), Color(100, 100, 51)) == (50, 100, 50)
    assert isinstance(mix((0, 0, 0), (2, 2, 2)), Color)
    number, point = closest([Point(5, 5), Point(1, 1)], to=Point(0, 0))
    assert (number, point.x) == (1, 1)
