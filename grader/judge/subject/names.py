"""Names of modules that a suite may put something else under, looked at before each question."""

from __future__ import annotations

import operator
import types
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["WatchedNames"]

_ABSENT = object()


class WatchedNames:
    """What stood under these names when the run began, and what a box was told of them since.

    `watched` gives the names of each module, more than one, between spaces.
    """

    def __init__(self, watched: Mapping[types.ModuleType, str]) -> None:
        self._spaces = [(vars(module), names.split()) for module, names in watched.items()]
        self._places = [f"{module.__name__}:{name}" for module, names in watched.items() for name in names.split()]
        self._look = [(space, operator.itemgetter(*names)) for space, names in self._spaces]
        self._own = self._read()
        self._told = self._own

    def renew(self) -> None:
        """A new box knows nothing yet."""
        self._told = self._own

    def changes(self, add: Callable[[Any], int]) -> dict[str, int]:
        """Nodes of what the box was not told, by "module:name", -1 for what was there first; `add` makes them."""
        found = self._read()
        if all(map(operator.is_, found, self._told)):
            return {}
        nodes = {}
        for place, now, told, own in zip(self._places, found, self._told, self._own, strict=True):
            if now is not told:
                nodes[place] = -1 if now is own else add(now)
        self._told = found
        return nodes

    def _read(self) -> tuple[Any, ...]:
        """All of them, as fast as can be."""
        try:
            return tuple([value for space, look in self._look for value in look(space)])
        except KeyError:  # one was deleted
            return tuple([space.get(name, _ABSENT) for space, names in self._spaces for name in names])
