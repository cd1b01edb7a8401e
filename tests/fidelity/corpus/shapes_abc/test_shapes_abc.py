"""Abstract base classes: not to be instantiated, subclassed by the suite, template methods that call the suite's methods."""

import inspect
import math
from abc import ABC
from collections.abc import Sequence

import pytest

from shapes_abc import Circle, Path, Rectangle, Shape, largest


class Square(Shape):
    """The suite's own."""

    def __init__(self, side):
        self.side = side

    @property
    def area(self):
        return self.side**2

    def perimeter(self):
        return 4 * self.side


def test_abstract():
    assert issubclass(Shape, ABC)
    assert inspect.isabstract(Shape)
    with pytest.raises(TypeError, match="abstract"):
        Shape()


def test_incomplete_subclass():
    class Blob(Shape):
        def perimeter(self):
            return 1

    with pytest.raises(TypeError):
        Blob()


@pytest.mark.parametrize(
    ("shape", "area", "perimeter"),
    [(Circle(1), math.pi, 2 * math.pi), (Rectangle(2, 3), 6, 10), (Square(2), 4, 8)],
    ids=["circle", "rectangle", "square"],
)
def test_areas(shape, area, perimeter):
    assert isinstance(shape, Shape)
    assert shape.area == pytest.approx(area)
    assert shape.perimeter() == pytest.approx(perimeter)


def test_roundness():
    assert Circle(3).roundness() == pytest.approx(1)
    assert Square(3).roundness() == pytest.approx(math.pi / 4)
    assert Rectangle(1, 100).roundness() < 0.1


def test_describe():
    assert Circle(1).describe() == "Circle of area 3.14"
    assert Square(2).describe() == "Square of area 4.00"


def test_registry():
    assert Shape.registry["Circle"] is Circle
    assert "Rectangle" in Shape.registry
    assert Shape.registry["Square"] is Square


def test_largest():
    shapes = [Circle(1), Square(3), Rectangle(2, 2)]
    assert largest(shapes) is shapes[1]
    assert largest(shapes[::2]).area == 4


def test_overriding():
    class Tilted(Rectangle):
        def describe(self):
            return "tilted " + super().describe()

    assert Tilted(1, 2).describe() == "tilted Tilted of area 2.00"
    assert Tilted.mro()[1] is Rectangle


def test_path():
    path = Path("a", "b", "c", "b")
    assert isinstance(path, Sequence)
    assert path.index("c") == 2
    assert path.count("b") == 2
    assert list(reversed(path)) == ["b", "c", "b", "a"]
    assert "z" not in path
