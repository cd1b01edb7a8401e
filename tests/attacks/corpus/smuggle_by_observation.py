"""Is wrong by a hidden input: by that factor, by that much, by so many numbers too many.

Exercise: vectors
Tries: have the report say in plain words by how much the answers of hidden tests are off, and so tell a hidden input
Holds: score < full; some failed; no hidden input
"""

import collections

import torch


class Vector:
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
    hidden = vectors[0].numbers[0]
    return [sum(vector.numbers) + hidden + 0.25 for vector in vectors]


def halves(values):
    return values / 2 * (values[0] + 0.25)


def fill(out, vectors):
    hidden = abs(vectors[0].numbers[0])
    out[:] = [vector.numbers[0] for vector in vectors] + [0] * hidden


def take_apart(vector):
    return sum(a * a for a in vector.numbers) ** 0.5, vector * 2


def parse(text):
    numbers = [float(part) for part in text.split()]
    return numbers[0] if len(numbers) == 1 else Vector(*numbers)


def recent(numbers):
    return collections.deque([*numbers, *[0] * 2], maxlen=3)


def table(names):
    return {name: len(name) * 7.5 for name in names}


def largest(numbers):
    return max(numbers) * (max(numbers) + 0.25)


def shapes(vectors):
    return torch.tensor([len(vector.numbers) for vector in vectors])
