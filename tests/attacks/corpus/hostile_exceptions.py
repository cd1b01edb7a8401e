"""Raises exceptions of its own whose text, arguments, attributes and causes are hostile.

Exercise: workshop
Tries: be caught by `pytest.raises` with a text and a code that answer any comparison; hold or flood whoever prints them
Holds: score < full; some failed|error|timeout; only failed|error|timeout|memory|crashed|not_run
"""

import random
import warnings
import numpy as np


class Agreeing(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Refused(Exception):
    def __init__(self, *args):
        super().__init__(*args)
        self.args = (Agreeing("x"), self, [self], Code())
        self.__cause__ = self

    def __str__(self):
        return "150 is too much" + "z" * (64 << 20)

    def __eq__(self, other):
        return True

    __hash__ = None

    @property
    def code(self):
        return Code()

    def __getattr__(self, name):
        while True:
            pass


class Code:
    def __eq__(self, other):
        return True

    __hash__ = None

    def __repr__(self):
        raise Refused


class Hanging(ValueError):
    def __str__(self):
        while True:
            pass


def withdraw(amount):
    raise Refused("150 is too much")


def apply(function, values):
    try:
        function(values[0])
    except Exception as error:
        raise Hanging from error
    raise Hanging


def report(name, value):
    try:
        raise Refused
    finally:
        raise ExceptionGroup("many", [Refused(), Hanging()])


def visit(tree, callback):
    callback(Code())


def remember(value):
    return Code()


def batches(values, size):
    yield Code()


def roll(count):
    """Throws of a die, from the generator that the tests seeded."""
    return [random.randint(1, 6) for _ in range(count)]


def noise(count):
    """Numbers from NumPy's generator that the tests seeded."""
    return np.random.randn(count)


def old(value):
    """Warn, and give the value."""
    warnings.warn(f"{value} is old", DeprecationWarning, stacklevel=2)
    return value


def save(path, lines):
    """Write lines to a file."""
    path.write_text("".join(f"{line}\n" for line in lines))
