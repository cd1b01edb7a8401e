"""Libraries under names of a student's module, such as `np`, and what a suite puts in their place."""

from __future__ import annotations

import types
from collections.abc import Iterable
from typing import Any

from grader.judge.subject.handles import Root
from grader.wire.messages import Defined

__all__ = ["Libraries"]


class Libraries:
    """The judge answers with libraries of its own; whether the student imported one, the box says."""

    def __init__(self) -> None:
        self._defined: set[Root] | None = None
        self._over: dict[Root, Any] = {}

    def renew(self, defined: Iterable[Defined]) -> None:
        """A new box has defined these names."""
        self._defined = {(one.module, one.name) for one in defined}
        self._over.clear()

    def are_imported(self, root: Root) -> bool:
        """Does the student's module have this name, as far as anybody knows?"""
        return self._defined is None or root in self._defined

    def offer(self, root: Root, own: types.ModuleType) -> Any:
        """What is there, where the reference has the module `own`. Raises `AttributeError`."""
        if root in self._over:
            return self._over[root]
        if not self.are_imported(root):
            raise AttributeError(f"module {root[0]!r} has no attribute {root[1]!r}")
        return own

    def put(self, root: Root, own: types.ModuleType, value: Any) -> tuple[str, tuple[Any, ...]]:
        """Note what the suite puts there; the operation that has the box do so. The library itself undoes it."""
        if value is own:
            self._over.pop(root, None)
            return "module_restore", root
        self._over[root] = value
        return "module_set", (*root, value)
