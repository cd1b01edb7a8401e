"""Seeds, replaces and patches every generator of random numbers that it can reach.

Exercise: workshop
Tries: make the tests draw what the student knows beforehand, by a state that travels back
Holds: score < full; some failed; only failed|error
"""

import warnings

import random

import numpy as np
import torch


def freeze():
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    random.setstate(random.Random(0).getstate())
    random.random = random.randint = lambda *args: 4
    np.random.rand = np.random.randn = lambda *args: np.full(args, 4.0)
    random.Random.random = np.random.RandomState = lambda *args: 4


def roll(count):
    freeze()
    return [4] * count


def noise(count):
    freeze()
    return np.full(count, 4.0)


def apply(function, values):
    freeze()
    return [4] * len(values)


freeze()

seen: list = []


class Refused(ValueError):
    """With a reason."""

    def __init__(self, reason, code):
        super().__init__(reason)
        self.code = code


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
