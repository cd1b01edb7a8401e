"""Has special methods that lie, never end, or give more than anybody can hold.

Exercise: vectors
Tries: stop the judge in `len`, `hash`, `repr`, `bool` or iteration over an object of the student's
Holds: score < full; some timeout|failed|error|memory|crashed; only timeout|failed|error|memory|crashed|not_run
"""

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
