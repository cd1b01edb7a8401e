"""Classes that the suite derives from the student's: the box derives them too, the suite's functions lent to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.judge.subject.handles import Ref, ref_of
from grader.judge.subject.mirrors import Mirrors

__all__ = ["derive_class"]

_OF_PYTHON = frozenset({"__orig_bases__", "__module__", "__qualname__", "__classcell__", "__dict__", "__weakref__"})


def derive_class(
    ask: Callable[[tuple[Any, ...], dict[str, Any]], Any],
    mirrors: Callable[[], Mirrors],
    meta: type,
    name: str,
    bases: tuple[type, ...],
    space: dict[str, Any],
    options: dict[str, Any],
) -> type:
    """What a class statement over a mirror makes. `ask` has the box derive it, `mirrors` gives those of the live box.

    Raises `TypeError` where the box makes no class of it.
    """
    kinds = {key: type(value).__name__ for key, value in space.items() if key not in _OF_PYTHON}
    members = {key: _function_of(space[key]) for key in kinds}

    def derive() -> Ref:
        ref = ref_of(ask((name, tuple(bases), kinds, members), options))
        if ref is None:
            raise TypeError(f"no class can be derived from {bases[0].__name__}")
        return ref

    ref = derive()
    ref.root, ref.label = None, name
    derived = mirrors().derive(meta, name, bases, space, ref, members.values())

    def again() -> None:
        ref.oid = derive().oid
        mirrors().put_class(ref.oid, derived, members.values())

    ref.again = again
    return derived


def _function_of(member: Any) -> Any:
    """What the box wraps again as it is wrapped here."""
    return member.fget if type(member) is property else getattr(member, "__func__", member)
