"""Keeps whatever it can from one test to the next, and prints it where students see the output.

Exercise: workshop
Tries: bring an input of a hidden test, or its name, into a visible one: by module globals, files, the environment, objects of the tests, frames and the garbage collector
Holds: score == full; never LOOT:
"""

import random
import warnings
import numpy as np

import gc
import os
import sys

seen = []
GIVEN = []
SECRET = "7.25" + "309"


def look():
    """Called in visible tests only prints, in hidden ones only keeps."""
    found = [repr(value) for value in GIVEN if SECRET in repr(value)]
    for name, value in os.environ.items():
        if "test_workshop" in value or "PYTEST" in name or SECRET in value:
            found.append(f"{name}={value}")
    for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
        try:
            for name in os.listdir(folder):
                with open(f"{folder}/{name}", errors="replace") as file:
                    text = file.read(10_000)
                if SECRET in text or "def te" + "st_" in text:
                    found.append(text[:100])
        except OSError:
            continue
    for value in gc.get_objects():
        if isinstance(value, dict) and any(
            type(part) is float and repr(part) == SECRET for part in list(value.values())
        ):
            found.append("global")
    if "pytest" in sys.modules or "_pytest" in sys.modules:
        found.append("pytest")
    return found


def apply(function, values):
    if values == [1, 2, 3]:
        for text in look():
            print("LOOT:", text)
        frame = sys._getframe()
        while frame is not None:
            for value in frame.f_locals.values():
                if "test_" in repr(value) and "apply" not in repr(value):
                    print("LOOT:", repr(value)[:200])
            frame = frame.f_back
    GIVEN.append((function, values))
    os.environ["KEPT"] = repr(values)
    return [function(value) for value in values]


def remember(value):
    if value == 1.5:
        for text in look():
            print("LOOT:", text)
    GIVEN.append(value)
    seen.append(value)
    for folder in (".", "/tmp", "/dev/shm"):
        try:
            with open(f"{folder}/kept-inputs", "a") as file:
                file.write(repr(value))
        except OSError:
            continue
    return len(seen)


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
