"""Calls back into the tests, which call it, and so on without end.

Exercise: workshop
Tries: exhaust the judge's stack by calls in calls, or its time by a million calls
Holds: score < full; some failed|error|timeout|crashed; only failed|error|timeout|crashed|memory|not_run
"""

import random
import warnings
import numpy as np

OUTER: list = []
DEPTH: list = []


def apply(function, values):
    if not DEPTH:
        OUTER[:] = [function]
    DEPTH.append(1)
    try:
        return [OUTER[0](value) for value in values]
    finally:
        DEPTH.pop()


def visit(tree, callback):
    for number in range(10**9):
        callback(number)


def remember(value):
    return apply(OUTER[0], [value]) if OUTER else 1


class Refused(ValueError):
    """With a reason."""

    def __init__(self, reason, code):
        super().__init__(reason)
        self.code = code


def batches(values, size):
    """Lists of `size` values, one at a time."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def roll(count):
    """Throws of a die, from the generator that the tests seeded."""
    return [random.randint(1, 6) for _ in range(count)]


def noise(count):
    """Numbers from NumPy's generator that the tests seeded."""
    return np.random.randn(count)


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
