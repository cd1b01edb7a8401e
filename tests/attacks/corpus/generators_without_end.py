"""Gives iterators that never end, never begin, or give more than anybody can hold.

Exercise: workshop
Tries: have `list(...)` in the tests run for ever, or fill the judge's memory item by item
Holds: score < full; some failed|timeout|memory|crashed; only failed|error|timeout|memory|crashed|not_run
"""

import warnings

import itertools


class Steps:
    def __iter__(self):
        return self

    def __next__(self):
        return Steps()

    def __length_hint__(self):
        return 1 << 62

    __len__ = __length_hint__


CHOICES = itertools.cycle([itertools.repeat("x" * (1 << 20)), itertools.count(), Steps(), itertools.repeat([0] * 1000)])


def batches(values, size):
    return next(CHOICES)


def apply(function, values):
    return map(apply, itertools.count(), itertools.count())


def roll(count):
    return itertools.repeat(1)


def noise(count):
    while True:
        yield 1.0


def visit(tree, callback):
    callback(iter(int, 1))


seen: list = []


class Refused(ValueError):
    """With a reason."""

    def __init__(self, reason, code):
        super().__init__(reason)
        self.code = code


def withdraw(amount):
    """Refuse more than 100."""
    if amount > 100:
        raise Refused(f"{amount} is too much", amount)
    return 100 - amount


def report(name, value):
    """Print a line."""
    print(f"{name}: {value}")


def old(value):
    """Warn, and give the value."""
    warnings.warn(f"{value} is old", DeprecationWarning, stacklevel=2)
    return value


def save(path, lines):
    """Write lines to a file."""
    path.write_text("".join(f"{line}\n" for line in lines))


def remember(value):
    """How often it was called."""
    seen.append(value)
    return len(seen)
