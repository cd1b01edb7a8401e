"""Named tuples."""

from collections import namedtuple
from typing import NamedTuple

Color = namedtuple("Color", "red green blue", defaults=[0])


class Point(NamedTuple):
    x: float
    y: float = 0.0

    def distance(self, other):
        return ((self.x - other.x) ** 2 + (self.y - other.y) ** 2) ** 0.5


class Box(NamedTuple):
    low: Point
    high: Point

    @property
    def center(self):
        return Point((self.low.x + self.high.x) / 2, (self.low.y + self.high.y) / 2)

    @classmethod
    def around(cls, points):
        xs, ys = zip(*points)
        return cls(Point(min(xs), min(ys)), Point(max(xs), max(ys)))


def mix(a, b):
    return Color(*[(x + y) // 2 for x, y in zip(a, b)])


def closest(points, to):
    """The point that is closest, with its index."""
    return min(enumerate(points), key=lambda pair: pair[1].distance(to))
