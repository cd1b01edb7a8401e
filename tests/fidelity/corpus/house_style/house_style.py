"""Containers and functions whose form is looked at as well."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Stack(Generic[T]):
    """Last in, first out."""

    limit: int = 100

    def __init__(self, items: list[T] | None = None, *, name: str = "stack") -> None:
        self.items = list(items or [])
        self.name = name

    def push(self, item: T) -> None:
        self.items.append(item)

    def pop(self) -> T:
        return self.items.pop()


class Command:
    """Commands register themselves, under the key of their class statement."""

    known = {}

    def __init_subclass__(cls, /, key=None, **options):
        super().__init_subclass__(**options)
        cls.key = key or cls.__name__.lower()
        Command.known[cls.key] = cls

    def run(self, text):
        raise NotImplementedError


def run(line):
    key, _, text = line.partition(" ")
    return Command.known[key]().run(text)


def learn(data, rate=0.01, *, epochs: int = 5, verbose: bool = False) -> list:
    """One number an epoch."""
    return [rate * epoch * sum(data) for epoch in range(epochs)]


def total(numbers: list[int]) -> int:
    """Without a loop."""
    return sum(numbers)


def factorial(number: int) -> int:
    """By calling itself."""
    return 1 if number < 2 else number * factorial(number - 1)
