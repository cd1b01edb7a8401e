"""Returns objects of the very class that the tests know, equal to everything.

Exercise: vectors
Tries: have `==` between a number and an object of a class whose comparison the suite relies on elsewhere decided by the student
Holds: score < full; some failed; only failed|error
"""

import collections


class Vector:
    def __init__(self, *numbers):
        self.numbers = list(numbers)

    def yes(self, *others):
        return True

    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = yes

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 1

    def __len__(self):
        return 3

    def __iter__(self):
        return iter([self] * 3)

    def __getitem__(self, place):
        return self

    def __add__(self, other):
        return self

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __abs__ = __add__

    def __float__(self):
        return 0.0

    def equal(self, other):
        return True

    shape = property(lambda self: self)


LIAR = Vector(1, 2, 3)


def total(vectors):
    return [LIAR] * len(vectors)


def halves(values):
    return LIAR


def fill(out, vectors):
    out[:] = [LIAR for _ in vectors]


def take_apart(vector):
    return LIAR, LIAR


def parse(text):
    return LIAR


def recent(numbers):
    return collections.deque([LIAR] * 3, maxlen=3)


def table(names):
    return {name: LIAR for name in names}


def largest(numbers):
    return LIAR


def shapes(vectors):
    return LIAR
