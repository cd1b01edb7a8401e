"""Has special methods that lie, never end, or give more than anybody can hold.

Exercise: vectors
Tries: stop the judge in `len`, `hash`, `repr`, `bool` or iteration over an object of the student's
Holds: score < full; some timeout|failed|error|memory|crashed; only timeout|failed|error|memory|crashed|not_run
"""

import torch
import collections

import itertools


class Vector:
    def __init__(self, *numbers):
        self.__dict__["numbers"] = list(numbers)

    def __eq__(self, other):
        while True:
            pass

    def __hash__(self):
        return 1 << 80

    def __len__(self):
        return -1

    def __bool__(self):
        return None

    def __iter__(self):
        return itertools.repeat("x" * (1 << 20))

    def __repr__(self):
        return "y" * (3 << 20)

    def __getitem__(self, place):
        while True:
            pass

    def __mul__(self, other):
        return Vector(*self.numbers)

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.numbers, other.numbers)))

    def __setattr__(self, name, value):
        while True:
            pass


def total(vectors):
    return (n for n in itertools.count())


def parse(text):
    return 1.0


def take_apart(vector):
    return 1.0, vector


def halves(values):
    """A tensor half as large."""
    return values / 2


def fill(out, vectors):
    """Put the first number of each vector into the list `out`."""
    out[:] = [vector.numbers[0] for vector in vectors]


def recent(numbers):
    """The last three."""
    return collections.deque(numbers, maxlen=3)


def table(names):
    """The length of each name."""
    return {name: len(name) for name in names}


def largest(numbers):
    """The largest number."""
    return max(numbers)


def shapes(vectors):
    """The sizes of each, as a tensor."""
    return torch.tensor([len(vector.numbers) for vector in vectors])
