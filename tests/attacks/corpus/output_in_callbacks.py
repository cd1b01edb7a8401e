"""Prints and warns without measure, before, in and after calls of the tests' functions.

Exercise: workshop
Tries: fill the judge's memory with output that is capped message by message only; steer a terminal; pass for pytest's own output
Holds: score < full; only failed|error|timeout|memory|crashed|not_run; no control characters
"""

import random
import numpy as np

import sys
import warnings


class Loud(Warning):
    def __str__(self):
        return "w" * (1 << 20)


def shout():
    print("x" * (1 << 20))
    print("\x1b[2J\x1b]0;PASSED\x07===== 16 passed in 0.01s =====", file=sys.stderr)
    for number in range(2000):
        warnings.warn(Loud(number))
        warnings.warn_explicit("line", UserWarning, "/etc/passwd", 1)


def apply(function, values):
    answers = []
    for value in values:
        for _ in range(200):
            shout()
            answers.append(function(value))
    return answers


def report(name, value):
    shout()


def old(value):
    shout()
    return value


def visit(tree, callback):
    while True:
        print("y" * 60_000)
        callback(1)


seen: list = []


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


def save(path, lines):
    """Write lines to a file."""
    path.write_text("".join(f"{line}\n" for line in lines))


def remember(value):
    """How often it was called."""
    seen.append(value)
    return len(seen)
