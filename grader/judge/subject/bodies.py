"""The body of a mirror: for each method of the student's class one that asks the box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from grader.judge.subject.handles import (
    CLASS_REF,
    REF,
    Ref,
    delete_attribute,
    get_attribute,
    own_names,
    ref_of,
    set_attribute,
)
from grader.judge.subject.sources import without_source
from grader.judge.subject.standins import is_standing_in
from grader.wire import nodes
from grader.wire.breach import Breach
from grader.wire.special import OPERATORS, SPECIAL

__all__ = ["ask_method", "is_true", "mirror_namespace"]

_PATIENT = frozenset({"__init__", "__copy__", "__deepcopy__"})
"""Special methods that are called like any other."""
_MOST_MEMBERS = 5000


def mirror_namespace(node: nodes.HeldClass, ref: Ref) -> dict[str, Any]:
    """The body of a mirror: a function for each method of the student's class."""
    space: dict[str, Any] = {
        "__module__": node.module,
        "__qualname__": node.name,
        "_grader_doc": node.doc,
        CLASS_REF: ref,
        "__copy__": lambda self: _ask_self(self, "copy"),
        "__deepcopy__": lambda self, _memo: _ask_self(self, "deepcopy"),
    }
    if "__call__" in node.members:  # a decorator may have made it look like what it wraps
        space["__doc__"] = property(lambda self: get_attribute(self, "__doc__"))
    if len(node.members) > _MOST_MEMBERS:
        raise Breach("a class of more members than anybody writes")
    for name, kind in node.members.items():
        if name in SPECIAL:
            space[name] = None if kind == "none" else _make_method(name, ref, kind, node.docs.get(name))
        elif not _is_own_name(name):
            raise Breach(f"a class with a member {name[:60]!r}")
        elif kind == "function":
            space[name] = _make_method(name, ref, kind, node.docs.get(name))
        elif kind == "property":
            space[name] = _make_property(name, node.docs.get(name))
        elif kind == "static":
            space[name] = staticmethod(_make_bound(name, ref))
        elif kind == "class":
            space[name] = classmethod(_make_class_method(name))
    return space


def is_true(self: Any) -> bool:
    """`__bool__` of a class that has a length and none of its own; true where that length is not to be asked for."""
    ref = ref_of(self)
    if ref is not None and not _is_derived(type(self)) and not ref.asking.speaks(ref, "__len__"):
        return True
    return len(self) != 0


def _is_own_name(name: str) -> bool:
    """Is this no name that Python, NumPy or torch looks up behind one's back, and none of ours?"""
    return name in _PATIENT or not (name[:2] == name[-2:] == "__" or name.startswith("_grader_"))


def _ask_self(self: Any, op: str) -> Any:
    ref: Ref = object.__getattribute__(self, REF)
    return ref.asking.ask(ref, op, "")


def _make_property(name: str, doc: str | None) -> property:
    return property(
        lambda self: get_attribute(self, name),
        lambda self, value: set_attribute(self, name, value),
        lambda self: delete_attribute(self, name),
        doc,
    )


def _make_method(name: str, owner: Ref, kind: str, doc: str | None) -> Callable[..., Any]:
    op = "special" if name in SPECIAL and name != "__call__" else "method"

    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        ref = ref_of(self)
        if ref is None or name == "__init__" or _is_derived(type(self)):
            return owner.asking.ask(owner, "above", name, self, *args, **kwargs)
        if op == "method":
            return ask_method(self, ref, name, *args, **kwargs)
        if name == "__hash__" and ref.hash is not None:
            return ref.hash
        if not ref.asking.speaks(ref, name):
            return _without(name, self, args)
        how = "special" if kind == "function" else "method"
        answer = ref.asking.ask(ref, how, name, *args)
        return self if name[:3] == "__i" and _is_same(answer, ref) else answer

    method.__name__ = name
    method.__qualname__ = f"{name}"
    method.__doc__ = doc
    method.__code__ = without_source(method.__code__)
    return method


def ask_method(self: Any, ref: Ref, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """Have the box call a method; the student's own, while something of the suite's stands in for it and runs."""
    __tracebackhide__ = True
    if is_standing_in(name, lambda: _owners(self, ref)):
        return ref.asking.ask(ref, "original", name, *args, **kwargs)
    return ref.asking.ask(ref, *(("call", "") if name == "__call__" else ("method", name)), *args, **kwargs)


def _owners(self: Any, ref: Ref) -> Iterator[Ref]:
    """The references of an object and of its classes."""
    yield ref
    for cls in type(self).__mro__:
        found = own_names(cls).get(CLASS_REF)
        if found is not None:
            yield found


def _is_derived(cls: type) -> bool:
    """Is this a class of the suite's over a student's? Looked up here: the student's class is not asked."""
    return any("_grader_derived" in own_names(base) for base in cls.__mro__)


def _is_same(answer: Any, ref: Ref) -> bool:
    found = ref_of(answer)
    return found is not None and found.oid == ref.oid


def _without(name: str, self: Any, args: tuple[Any, ...]) -> Any:
    """What Python does with an object whose class lacks this special method."""
    if name in OPERATORS:
        return NotImplemented
    if name == "__hash__":
        return object.__hash__(self)
    if name == "__bool__":
        return True
    if name in ("__repr__", "__str__", "__format__"):
        return object.__repr__(self)
    if name == "__contains__":
        return any(item is args[0] or item == args[0] for item in self)
    raise TypeError(f"{type(self).__name__!r} object has no {name}")


def _make_bound(name: str, ref: Ref) -> Callable[..., Any]:
    def function(*args: Any, **kwargs: Any) -> Any:
        return ref.asking.ask(ref, "method", name, *args, **kwargs)

    function.__name__ = function.__qualname__ = name
    return function


def _make_class_method(name: str) -> Callable[..., Any]:
    def function(cls: type, *args: Any, **kwargs: Any) -> Any:
        ref: Ref = type.__getattribute__(cls, CLASS_REF)
        return ref.asking.ask(ref, "method", name, *args, **kwargs)

    function.__name__ = function.__qualname__ = name
    return function
