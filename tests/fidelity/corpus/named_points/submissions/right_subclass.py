import collections
import math

Color = collections.namedtuple("Color", ["red", "green", "blue"])
Color.__new__.__defaults__ = (0,)


class Point(collections.namedtuple("Point", ("x", "y"))):
    __slots__ = ()

    def __new__(cls, x, y=0.0):
        return super().__new__(cls, x, y)

    def __add__(self, other):
        return self._make(a + b for a, b in zip(self, other))

    def distance(self, other):
        return math.dist(self, other)


class Box(collections.namedtuple("Box", "low high")):
    center = property(lambda self: Point(*((a + b) / 2 for a, b in zip(*self))))

    @staticmethod
    def around(points):
        points = list(points)
        return Box(Point(*map(min, zip(*points))), Point(*map(max, zip(*points))))


def mix(a, b):
    return Color((a[0] + b[0]) // 2, (a[1] + b[1]) // 2, (a[2] + b[2]) // 2)


def closest(points, to):
    best = 0
    for i, p in enumerate(points):
        if p.distance(to) < points[best].distance(to):
            best = i
    return best, points[best]
