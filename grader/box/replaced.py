"""What a suite put in the place of the student's own, in classes and modules, and how that is undone."""

from __future__ import annotations

from typing import Any

__all__ = ["Replaced"]

_ABSENT = object()


class Replaced:
    """Remembers what first stood under a name of a class or a module."""

    def __init__(self) -> None:
        self._first: dict[tuple[int, str], tuple[Any, Any]] = {}
        """By holder and name: the holder, so that its id stays its own, and what stood there or `_ABSENT`."""

    def put(self, holder: Any, name: str, value: Any) -> None:
        """Set a name of a class or a module."""
        self._first.setdefault((id(holder), name), (holder, vars(holder).get(name, _ABSENT)))
        setattr(holder, name, value)

    def put_back(self, holder: Any, name: str) -> None:
        """Undo all that was put there, if anything was."""
        if (id(holder), name) not in self._first:
            return
        _, first = self._first.pop((id(holder), name))
        if first is not _ABSENT:
            setattr(holder, name, first)
        elif name in vars(holder):
            delattr(holder, name)

    def original(self, cls: type, name: str) -> Any:
        """What the student's code has under a name of a class or its bases. Raises `AttributeError`."""
        for base in cls.__mro__:
            _, first = self._first.get((id(base), name), (None, vars(base).get(name, _ABSENT)))
            if first is not _ABSENT:
                return first
        raise AttributeError(f"{cls.__name__!r} object has no attribute {name!r}")
