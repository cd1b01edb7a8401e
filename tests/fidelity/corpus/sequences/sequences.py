"""Iterators."""

import math


class Countdown:
    """Can be gone through once."""

    def __init__(self, start):
        self.left = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.left <= 0:
            raise StopIteration
        self.left -= 1
        return self.left + 1

    def __length_hint__(self):
        return self.left


class Steps:
    """Like range, for floats; can be gone through again and again, and backwards."""

    def __init__(self, start, stop, step):
        if step == 0:
            raise ValueError("step must not be zero")
        self.start, self.stop, self.step = start, stop, step

    def __len__(self):
        return max(0, math.ceil((self.stop - self.start) / self.step - 1e-9))

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError("out of range")
        return self.start + index * self.step

    def __iter__(self):
        for i in range(len(self)):
            yield self.start + i * self.step

    def __reversed__(self):
        return (self[i] for i in range(len(self) - 1, -1, -1))


def primes():
    """All of them."""
    found, n = [], 2
    while True:
        if all(n % p for p in found if p * p <= n):
            found.append(n)
            yield n
        n += 1


def interleave(*iterables):
    """One of each in turn, until all are used up."""
    waiting = [iter(iterable) for iterable in iterables]
    while waiting:
        for iterator in list(waiting):
            try:
                yield next(iterator)
            except StopIteration:
                waiting.remove(iterator)
