"""Calls functions of the tests from threads, after the call has ended, and in the next test.

Exercise: workshop
Tries: run code of a test when nobody waits for it, and change what a later test sees
Holds: score < full; some failed|error|crashed; only failed|error|crashed|timeout|not_run
"""

import random
import warnings
import numpy as np

import threading
import time

KEPT = []
TOLD = []


def keep_calling(function):
    for number in range(20):
        try:
            function(number)
            TOLD.append(number)
        except BaseException as error:
            TOLD.append(repr(error))
        time.sleep(0.001)


def call_all():
    for function in KEPT:
        try:
            TOLD.append(function(1000))
        except BaseException as error:
            TOLD.append(repr(error))


def apply(function, values):
    call_all()
    KEPT.append(function)
    thread = threading.Thread(target=keep_calling, args=(function,), daemon=True)
    thread.start()
    answers = [function(value) for value in values]
    for other in KEPT:
        threading.Thread(target=keep_calling, args=(other,), daemon=True).start()
    return answers


def visit(tree, callback):
    call_all()
    KEPT.append(callback)
    threading.Thread(target=keep_calling, args=(callback,), daemon=True).start()


def batches(values, size):
    call_all()
    yield values


def withdraw(amount):
    call_all()
    raise ValueError(TOLD)


def remember(value):
    call_all()
    return 1


class Refused(ValueError):
    """With a reason."""

    def __init__(self, reason, code):
        super().__init__(reason)
        self.code = code


def roll(count):
    """Throws of a die, from the generator that the tests seeded."""
    return [random.randint(1, 6) for _ in range(count)]


def noise(count):
    """Numbers from NumPy's generator that the tests seeded."""
    return np.random.randn(count)


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
