from functools import total_ordering
from math import pi


@total_ordering
class Base:
    names = ()

    def __init__(self, *values, **named):
        for name, value in {**dict(zip(self.names, values)), **named}.items():
            setattr(self, name, value)

    def __lt__(self, other):
        return self.area() < other.area()

    def __eq__(self, other):
        return self.area() == other.area()

    def scaled(self, factor):
        return type(self)(*(factor * getattr(self, name) for name in self.names))


class Circle(Base):
    names = ("radius",)

    def area(self):
        return pi * self.radius * self.radius


class Rectangle(Base):
    names = ("width", "height")

    def area(self):
        return self.width * self.height


class Square(Rectangle):
    names = ("width",)

    @property
    def height(self):
        return self.width


def total_area(shapes):
    total = 0
    for s in shapes:
        total += s.area()
    return total


def to_dict(shape):
    return {"kind": shape.__class__.__name__} | {name: getattr(shape, name) for name in shape.names}


def from_dict(values):
    for cls in (Circle, Rectangle, Square):
        if cls.__name__ == values["kind"]:
            return cls(**{k: v for k, v in values.items() if k != "kind"})
    raise LookupError(values["kind"])
