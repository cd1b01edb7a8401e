"""Objects of the suite's own classes, lent for a test: their methods run in the judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.wire import nodes
from grader.wire.special import SPECIAL

__all__ = ["CallBack", "make_lent_object"]

CallBack = Callable[[int, str, tuple[Any, ...], dict[str, Any]], Any]
"""Ask the judge for something of what it lent under an id."""


def make_lent_object(node: nodes.Lent, call_back: CallBack) -> Any:
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
