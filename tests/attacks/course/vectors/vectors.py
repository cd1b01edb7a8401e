"""Vectors of numbers: objects that stay with the student."""

import collections

import torch


class Vector:
    """Some numbers that can be added, scaled and multiplied."""

    def __init__(self, *numbers):
        self.numbers = list(numbers)

    def __eq__(self, other):
        return isinstance(other, Vector) and self.numbers == other.numbers

    def __hash__(self):
        return hash(tuple(self.numbers))

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.numbers, other.numbers, strict=True)))

    def __mul__(self, other):
        if isinstance(other, Vector):
            return sum(a * b for a, b in zip(self.numbers, other.numbers, strict=True))
        return Vector(*(other * a for a in self.numbers))

    def __len__(self):
        return len(self.numbers)

    def __iter__(self):
        return iter(self.numbers)

    def __getitem__(self, place):
        return self.numbers[place]

    def __repr__(self):
        return f"Vector{tuple(self.numbers)}"


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
