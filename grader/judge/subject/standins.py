"""What a suite puts in the place of a method, such as a spy, and the way from there to the student's own."""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["is_bound_method", "is_standing_in", "make_stand_in"]

_running: list[tuple[object, str]] = []
"""Which stand-ins run now: the reference of the object or class, and the name of the method."""


def make_stand_in(owner: object, name: str, value: Any) -> Any:
    """What the box is given in place of a callable: while it runs, the method of this name is the student's own."""
    if not callable(value) or isinstance(value, type):
        return value

    if inspect.iscoroutinefunction(value):

        @functools.wraps(value, updated=())
        async def stand_in_later(*args: Any, **kwargs: Any) -> Any:
            with _run(owner, name):
                return await value(*args, **kwargs)

        return stand_in_later

    @functools.wraps(value, updated=())
    def stand_in(*args: Any, **kwargs: Any) -> Any:
        with _run(owner, name):
            return value(*args, **kwargs)

    return stand_in


def is_standing_in(name: str, owners: Callable[[], Iterator[object]]) -> bool:
    """Does something stand in for this method, of one of these, and run now?"""
    if not _running:
        return False
    found = list(owners())
    return any(running == name and any(owner is one for one in found) for owner, running in _running)


def is_bound_method(value: Any, owner: Any) -> bool:
    """Is this a method of the object itself, as one gets it before one replaces it?"""
    return type(value) is types.MethodType and value.__self__ is owner


@contextmanager
def _run(owner: object, name: str) -> Iterator[None]:
    entry = (owner, name)
    _running.append(entry)
    try:
        yield
    finally:  # coroutines need not end in the order in which they began
        _running.remove(entry)
