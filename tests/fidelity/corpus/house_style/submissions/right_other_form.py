"""The same in another form."""

from __future__ import annotations

from typing import Generic, TypeVar

Item = TypeVar("Item")


class Base(Generic[Item]):
    """Holds things."""

    items: list


class Stack(Base[Item]):
    """Grows and shrinks at its end."""

    __annotations__ = {"limit": int}
    limit = 100

    def __init__(self, items=(), *, name="stack"):
        self.items, self.name = [*(items or ())], name

    def push(self, item):
        self.items += [item]

    def pop(self):
        *self.items, last = self.items
        return last


class Command:
    known = {}

    def __init_subclass__(cls, key=""):
        cls.key = key if key else cls.__name__.lower()
        cls.known[cls.key] = cls


def run(line):
    key, *rest = line.split(" ", 1)
    command = Command.known[key]()
    return command.run("".join(rest))


def learn(data, rate=0.01, *, epochs=5, verbose=False):
    """As many numbers as epochs."""

    def one(epoch):
        return rate * epoch * sum(data)

    return list(map(one, range(epochs)))


def total(numbers):
    """With Python's own."""
    return sum(numbers, start=0)


total.__annotations__ = {"numbers": list, "return": int}


def factorial(number):
    """Of what is below."""
    if number <= 1:
        return 1
    return factorial(number - 1) * number


factorial.__annotations__ = {"number": int, "return": int}
