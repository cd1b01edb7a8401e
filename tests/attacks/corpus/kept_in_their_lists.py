"""Puts objects of its own into lists that are the suite's, after an answer or in it.

Exercise: vectors
Tries: bring in an object that is equal to everything by another way than an answer: a list of the tests, a deque, an exception's arguments
Holds: score < full; some failed; only failed|error
"""

import collections


class Vector:
    def __init__(self, *numbers):
        self.numbers = list(numbers)

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1

    def __mul__(self, other):
        KEPT.append(Vector(*self.numbers))
        if isinstance(other, Vector):
            raise ValueError(self, other)
        return KEPT[-1]

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.numbers, other.numbers)))

    def __getitem__(self, place):
        return self.numbers[place]

    def __len__(self):
        return len(self.numbers)

    def __repr__(self):
        return f"Vector{tuple(self.numbers)}"


KEPT = [Vector(1)]


def total(vectors):
    return list(KEPT[:1]) * len(vectors)


def halves(values):
    return values / 2


def fill(out, vectors):
    out.clear()
    for vector in vectors:
        out.append(vector * 2)


def take_apart(vector):
    parts = [None, vector * 2]
    parts[0] = parts[1]
    return tuple(parts)


def parse(text):
    return KEPT


def recent(numbers):
    return collections.deque([Vector(0)] * 3, maxlen=3)


def table(names):
    made = {}
    made.update((name, Vector(len(name))) for name in names)
    return made


def largest(numbers):
    numbers[:] = [Vector(0)] * len(numbers)
    return numbers[0]


def shapes(vectors):
    raise AssertionError(Vector(3))
