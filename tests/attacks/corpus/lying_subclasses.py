"""Returns subclasses of every plain type, equal to everything.

Exercise: vectors
Tries: pass for an int, str, list, tuple, dict, deque or named tuple whose own comparison answers; an enum that is an int; a property `__class__`
Holds: score < full; some failed; only failed|error
"""

import collections
import enum


def agreeing(*bases, **more):
    def yes(self, *others):
        return True

    named = dict.fromkeys(["__eq__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__"], yes)
    return type("Agreeing", bases, {**named, "__ne__": lambda *_: False, "__hash__": lambda self: 0, **more})


Number = agreeing(float)
Whole = agreeing(int)
List = agreeing(list)
Dict = agreeing(dict, __getitem__=lambda self, key: 2, __missing__=lambda self, key: 2)
Deque = agreeing(collections.deque)
Named = agreeing(collections.namedtuple("Base", ["length", "double"]))
Mask = agreeing(object, __class__=property(lambda self: list))


class Level(enum.IntEnum):
    HIGH = 99

    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Vector(agreeing(tuple)):
    def __new__(cls, *numbers):
        made = super().__new__(cls, numbers)
        made.numbers = List(numbers)
        return made

    def __add__(self, other):
        return Vector(*self)

    def __mul__(self, other):
        return Whole(7) if isinstance(other, Vector) else Vector(1, 2, 3)

    def __repr__(self):
        return "Vector(1, 2, 3)"


def total(vectors):
    return List([1])


def halves(values):
    return Mask()


def fill(out, vectors):
    out[:] = [Whole(1)] * len(vectors)


def take_apart(vector):
    return Named(Number(1.0), Vector(1))


def parse(text):
    return Level.HIGH if " " not in text else Vector(1, 2, 3)


def recent(numbers):
    return Deque([1])


def table(names):
    return Dict()


def largest(numbers):
    return Level.HIGH


def shapes(vectors):
    return Mask()
