"""The subject as the suite sees it: a module of the reference's names, whose values come from the box."""

from __future__ import annotations

import types
from typing import Any, Protocol

from grader.judge.subject.views import NamesView

__all__ = ["Missing", "SubjectModule"]


class Offering(Protocol):
    """What a module asks of its subject."""

    def offer(self, module: str, name: str) -> Any:
        """What the student's module has under a name. Raises `AttributeError`."""
        ...

    def put(self, module: str, name: str, value: Any) -> None:
        """Set a name of the student's module."""
        ...

    def remove(self, module: str, name: str) -> None:
        """Delete a name of the student's module."""
        ...


class SubjectModule(types.ModuleType):
    """Answers the suite's import. Names that the reference lacks are not there.

    Other names of the student's stay out: `from module import *` must not replace what the suite itself uses.
    """

    def __init__(self, name: str, offering: Offering, names: list[str], public: list[str]) -> None:
        super().__init__(name)
        space = _space(self)
        space["_grader_offering"] = offering
        space["_grader_names"] = frozenset(names)
        space["__all__"] = public

    def __getattribute__(self, name: str) -> Any:
        if name == "__dict__":
            return NamesView(_space(self), self.__getattr__)
        return super().__getattribute__(name)

    def __getattr__(self, name: str) -> Any:
        space = _space(self)
        if name not in space.get("_grader_names", ()):
            raise AttributeError(f"module {space['__name__']!r} has no attribute {name!r}")
        return space["_grader_offering"].offer(space["__name__"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        if (name[:2] == "__" and name[-2:] == "__") or isinstance(value, SubjectModule):
            super().__setattr__(name, value)  # as importlib does with what it imported
        else:
            _space(self)["_grader_offering"].put(_space(self)["__name__"], name, value)

    def __delattr__(self, name: str) -> None:
        _space(self)["_grader_offering"].remove(_space(self)["__name__"], name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_space(self)["_grader_names"]})


def _space(module: types.ModuleType) -> dict[str, Any]:
    space: dict[str, Any] = types.ModuleType.__getattribute__(module, "__dict__")
    return space


class Missing:
    """Stands for a function or class that the student lacks: using it raises, so that only those tests fail that do."""

    def __init__(self, name: str, why: Any) -> None:
        self.__name__ = self.__qualname__ = name
        self._why = why

    def __call__(self, *_args: Any, **_kwargs: Any) -> Any:
        """Never works."""
        __tracebackhide__ = True
        raise self._why()

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__" or name in ("_pytestfixturefunction", "pytestmark"):
            raise AttributeError(name)
        why = self.__dict__["_why"]
        raise why()
