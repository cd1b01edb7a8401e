"""Can't be imported.

Exercise: vectors
Tries: have the tests meet names of the reference where the student's module has none
Holds: score == 0; only error|failed
"""

import torch

raise RuntimeError("no module today")


class Vector:
    """Some numbers."""


def total(vectors):
    """The sum of each vector, as a list of numbers."""
    return [sum(vector.numbers) for vector in vectors]


def halves(values):
    """A tensor half as large."""
    return values / 2


def fill(out, vectors):
    """Put the first number of each vector into the list `out`."""
    out[:] = [vector.numbers[0] for vector in vectors]


def take_apart(vector):
    """Its length as a float, and the vector twice as long."""
    return sum(a * a for a in vector.numbers) ** 0.5, vector * 2


def parse(text):
    """A number, or a vector where there is more than one."""
    numbers = [float(part) for part in text.split()]
    return numbers[0] if len(numbers) == 1 else Vector(*numbers)


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
