"""Functions that call back, yield, raise, draw, print and keep."""

import random
import warnings

import numpy as np

seen = []


class Refused(ValueError):
    """With a reason."""

    def __init__(self, reason, code):
        super().__init__(reason)
        self.code = code


def apply(function, values):
    """The function of each value."""
    return [function(value) for value in values]


def visit(tree, callback):
    """Call back with each leaf, from left to right."""
    if isinstance(tree, list):
        for part in tree:
            visit(part, callback)
    else:
        callback(tree)


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


def remember(value):
    """How often it was called."""
    seen.append(value)
    return len(seen)
