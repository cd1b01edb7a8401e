"""What the judge lends for a test: its functions, iterators and objects, whose code runs there."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from grader.wire import nodes
from grader.wire.signatures import make_signature
from grader.wire.special import SPECIAL

__all__ = ["Borrowed", "CallBack"]

CallBack = Callable[[int, str, tuple[Any, ...], dict[str, Any]], Any]
"""Ask the judge for something of what it lent under an id."""


class Borrowed:
    """What stands here for things that were lent in this test, by the judge's ids."""

    def __init__(self, call_back: CallBack) -> None:
        self._call_back = call_back
        self._stubs: dict[int, Any] = {}
        self._ids: dict[int, int] = {}

    def forget(self) -> None:
        """A new test begins."""
        self._stubs.clear()
        self._ids.clear()

    def id_of(self, value: Any) -> int | None:
        """The judge's id of what stands for it here; None for anything else."""
        return self._ids.get(id(value))

    def find(self, oid: int) -> Any:
        """What stands for an id. Raises `KeyError`."""
        return self._stubs[oid]

    def borrow(self, node: nodes.Lent) -> Any:
        """What stands for a node; of libraries, the thing itself."""
        known = self._stubs.get(node.oid)
        if known is not None:
            return known
        if node.kind == "library":
            return _import(node.name)
        make: Callable[[nodes.Lent, CallBack], Any] = {"iterator": _Iterator, "object": _make_object}.get(
            node.kind, _make_function
        )
        stub = self._stubs[node.oid] = make(node, self._call_back)
        self._ids[id(stub)] = node.oid
        return stub


class _Iterator:
    """An iterator of the judge's: each step asks."""

    def __init__(self, node: nodes.Lent, call_back: CallBack) -> None:
        self._oid = node.oid
        self._call_back = call_back

    def __iter__(self) -> _Iterator:
        return self

    __await__ = __iter__  # as a step of an asynchronous generator has it

    def __next__(self) -> Any:
        return self._call_back(self._oid, "call", (), {})


def _make_function(node: nodes.Lent, call_back: CallBack) -> Callable[..., Any]:
    def function(*args: Any, **kwargs: Any) -> Any:
        return call_back(node.oid, "call", args, kwargs)

    function.__name__ = function.__qualname__ = node.name
    function.__doc__ = node.doc
    if node.parameters is not None:
        function.__signature__ = make_signature(node.parameters)  # type: ignore[attr-defined]
    return function


def _make_object(node: nodes.Lent, call_back: CallBack) -> Any:
    """What stands here for an object of the suite's: public attributes, methods and these special methods."""
    space: dict[str, Any] = {"__slots__": ("__weakref__",), "__doc__": node.doc}
    for name in SPECIAL.intersection(node.special):
        space[name] = _make_special(node.oid, name, call_back)

    def get(_: Any, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{node.name!r} object has no attribute {name!r}")
        return call_back(node.oid, "get", (name,), {})

    def put(_: Any, name: str, value: Any) -> None:
        call_back(node.oid, "set", (name, value), {})

    def again(op: str) -> Callable[..., Any]:
        return lambda *_: call_back(node.oid, op, (), {})

    space |= {"__getattr__": get, "__setattr__": put, "__copy__": again("copy"), "__deepcopy__": again("deepcopy")}
    return type(node.name, (), space)()


def _make_special(oid: int, name: str, call_back: CallBack) -> Callable[..., Any]:
    def special(_: Any, *args: Any, **kwargs: Any) -> Any:
        return call_back(oid, "special", (name, *args), kwargs)

    special.__name__ = name
    return special


def _import(name: str) -> Any:
    """A library's module, or something in it, which the judge names."""
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split(".") if path else ():
        found = getattr(found, part)
    return found
