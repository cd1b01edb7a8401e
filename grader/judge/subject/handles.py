"""Handles: what stands in the judge for an object that stays in the box, and the classes that they are made of.

For each class of the student's there is a class here, its *mirror*: of the same name, with the same bases as far as
they are known, whose methods ask the box. So `isinstance`, `pytest.raises`, `with`, `for` and operators work by
Python's own rules, on classes of the judge; only what they come down to is asked for.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from grader.judge.subject.standins import is_bound_method, make_stand_in
from grader.judge.subject.views import NamesView
from grader.wire.signatures import make_signature
from grader.wire.special import SPECIAL

__all__ = [
    "CLASS_REF",
    "REF",
    "Asking",
    "Handle",
    "HeldCallable",
    "Mirrored",
    "MirroredContainer",
    "Ref",
    "Root",
    "delete_attribute",
    "get_attribute",
    "own_names",
    "ref_of",
    "set_attribute",
]

REF, CLASS_REF = "_grader_ref", "_grader_class"
"""Where an object and a class keep their reference."""
_SHOWN = frozenset(
    {
        "__dict__",
        "__wrapped__",
        "__annotations__",
        "__members__",
        "__match_args__",
        "__slots__",
        "__cause__",
        "__doc__",
        "__name__",
    }
)
"""Attributes with such names that are asked for like any other."""
_LOCAL = frozenset({REF, "args", "__traceback__", "__cause__", "__context__", "__suppress_context__", "__notes__"})
"""Attributes that stay here: of the handle itself, and of an exception as Python passes it on."""


Root = tuple[str, str]
"""Where a handle is found: a module of the student's, and a name in it."""


class Asking(Protocol):
    """Who puts a handle's questions to the box."""

    def ask(self, ref: Ref, op: str, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Have the box do something with what `ref` stands for."""
        ...

    def speaks(self, ref: Ref, name: str) -> bool:
        """May this object use a special method of its class?"""
        ...

    def derive(
        self, meta: type, name: str, bases: tuple[type, ...], space: dict[str, Any], options: dict[str, Any]
    ) -> type:
        """A class that the suite derives from one of the student's, with the keywords of its class statement."""
        ...

    def shown_file(self, path: str) -> str:
        """Where a file of the student's is shown, which the box names by its path in the submission."""
        ...


class Ref:
    """What a handle stands for: an id in one box, and where to find it again in the next."""

    __slots__ = ("__weakref__", "again", "asking", "free", "hash", "label", "oid", "root")

    def __init__(self, asking: Asking, oid: int, root: Root | None) -> None:
        self.asking = asking
        self.oid = oid
        """0 while no box has it, and while it is being made."""
        self.root = root
        """Of what a module itself offers."""
        self.label = ""
        """What it is to the suite; see `admitted`."""
        self.hash: int | None = None
        """Of an object whose class has a say in it."""
        self.again: Callable[[], None] | None = None
        """How to make it in another box."""
        self.free = False
        """Whether it comes in anywhere."""


def ref_of(value: Any) -> Ref | None:
    """The reference of a handle or of a mirror; None for any other value."""
    kind = type(value)
    if kind is HeldCallable:
        return object.__getattribute__(value, REF)  # type: ignore[no-any-return]
    if isinstance(kind, Mirrored):
        try:
            return object.__getattribute__(value, REF)  # type: ignore[no-any-return]
        except AttributeError:
            return None
    if isinstance(value, type) and issubclass(kind, Mirrored):
        return type.__getattribute__(value, CLASS_REF)  # type: ignore[no-any-return]
    return None


_NOT_THERE = frozenset({"_mock_name", "_mock_methods", "_pytestfixturefunction", "pytestmark", "_is_coroutine_marker"})
"""What pytest and mock ask of everything that they meet."""


def _forwarded(name: str) -> bool:
    if name in _NOT_THERE:
        return False
    return name in _SHOWN or (not (name[:2] == "__" and name[-2:] == "__") and name != REF)


def own_names(cls: type) -> Mapping[str, Any]:
    """What stands in the body of a mirror itself."""
    names: Mapping[str, Any] = type.__dict__["__dict__"].__get__(cls)
    return names


class Mirrored(type):
    """The class of mirrors: what one does with a student's class itself."""

    def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any], **options: Any) -> Any:
        """A mirror; or, where the suite writes a class statement, a class that is derived in the box too."""
        if CLASS_REF not in space:  # not one of ours: the suite derives a class
            base: Ref = next(getattr(base, CLASS_REF) for base in bases if isinstance(base, Mirrored))
            return base.asking.derive(mcs, name, bases, space, options)
        return super().__new__(mcs, name, bases, space)

    def __init__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any], **_options: Any) -> None:
        """Keywords of a class statement are the student's business."""
        super().__init__(name, bases, space)

    def mro(cls) -> list[type]:
        """Also the classes of libraries that it passes for; all that they have is asked for."""
        order = type.mro(cls)
        above = [one for one in own_names(cls).get("_grader_above", ()) if one not in order]
        return [*order[:-1], *above, order[-1]]

    @property  # type: ignore[misc]
    def __dict__(cls) -> Any:  # type: ignore[override]
        """Also what only the box has."""
        here = own_names(cls)
        ref: Ref | None = here.get(CLASS_REF)
        if ref is None or not ref.oid:
            return here
        return NamesView(here, lambda name: ref.asking.ask(ref, "get_own", name))

    @property
    def __annotations__(cls) -> Any:  # type: ignore[override]
        """The student's own."""
        return Mirrored.__getattr__(cls, "__annotations__")

    @property
    def __signature__(cls) -> Any:
        """What it is made with, as the box knows."""
        ref: Ref = type.__getattribute__(cls, CLASS_REF)
        return make_signature(ref.asking.ask(ref, "signature", "")) if ref.oid else None

    @property
    def __doc__(cls) -> Any:  # type: ignore[override]
        """The student's own."""
        return own_names(cls).get("_grader_doc")

    def __call__(cls, /, *args: Any, **kwargs: Any) -> Any:
        """Make an object, in the box."""
        ref: Ref = type.__getattribute__(cls, CLASS_REF)
        return ref.asking.ask(ref, "call", "", *args, **kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name == "__wrapped__" or not _forwarded(name):
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        ref: Ref = type.__getattribute__(cls, CLASS_REF)
        return ref.asking.ask(ref, "get", name)

    def __setattr__(cls, name: str, value: Any) -> None:
        ref: Ref = type.__getattribute__(cls, CLASS_REF)
        if ref.oid and (_forwarded(name) or name in SPECIAL or name == "__init__"):
            own = own_names(cls).get(name)
            if own is not None and value is own:
                ref.asking.ask(ref, "restore", name)
            else:
                ref.asking.ask(ref, "set", name, make_stand_in(ref, name, value))
        else:
            type.__setattr__(cls, name, value)

    def __delattr__(cls, name: str) -> None:
        ref: Ref = type.__getattribute__(cls, CLASS_REF)
        ref.asking.ask(ref, "delete", name)


class MirroredContainer(Mirrored):
    """The class of mirrors that are iterated over and indexed themselves, as enums are."""

    def __iter__(cls) -> Any:
        return _ask_meta(cls, "__iter__")

    def __len__(cls) -> Any:
        return _ask_meta(cls, "__len__")

    def __getitem__(cls, key: Any) -> Any:
        return _ask_meta(cls, "__getitem__", key)

    def __contains__(cls, item: Any) -> Any:
        return _ask_meta(cls, "__contains__", item)

    def __reversed__(cls) -> Any:
        return _ask_meta(cls, "__reversed__")


def _ask_meta(cls: type, name: str, *args: Any) -> Any:
    ref: Ref = type.__getattribute__(cls, CLASS_REF)
    return ref.asking.ask(ref, "meta", name, *args)


class Handle:
    """An object of the box's of a class without a base that the judge has too."""

    __slots__ = (REF, "__weakref__")


class HeldCallable:
    """A function of the box's."""

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call it, in the box."""
        __tracebackhide__ = True
        ref: Ref = object.__getattribute__(self, REF)
        return ref.asking.ask(ref, "call", "", *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name == "__wrapped__" and not vars(self)["_grader_wraps"]:
            raise AttributeError(name)
        return get_attribute(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        set_attribute(self, name, value)

    def __delattr__(self, name: str) -> None:
        delete_attribute(self, name)

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        return self if owner is None else types.MethodType(self, owner)

    def __repr__(self) -> str:
        return f"<function {object.__getattribute__(self, '__name__')}>"

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """What `isinstance` and `inspect` are told."""
        return types.FunctionType

    def __copy__(self) -> HeldCallable:
        return self

    def __deepcopy__(self, _memo: object) -> HeldCallable:
        return self


HeldCallable.__name__ = HeldCallable.__qualname__ = "function"


def get_attribute(self: Any, name: str) -> Any:
    """`__getattr__` of handles: what the mirror lacks is asked for."""
    if not _forwarded(name):
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
    ref: Ref = object.__getattribute__(self, REF)
    return ref.asking.ask(ref, "get", name)


def _is_method(cls: type, name: str) -> bool:
    return any(isinstance(own_names(base).get(name), types.FunctionType) for base in cls.__mro__)


def set_attribute(self: Any, name: str, value: Any) -> None:
    """`__setattr__` of handles."""
    if name == "__orig_class__":
        raise AttributeError(name)  # which `Class[int]()` sets where it may
    if name in _LOCAL:
        object.__setattr__(self, name, value)
        return
    ref: Ref = object.__getattribute__(self, REF)
    if is_bound_method(value, self) and value.__name__ == name:
        ref.asking.ask(ref, "delete", name)  # what stood in for it is taken away
    else:
        ref.asking.ask(ref, "set", name, make_stand_in(ref, name, value) if _is_method(type(self), name) else value)


def delete_attribute(self: Any, name: str) -> None:
    """`__delattr__` of handles."""
    ref: Ref = object.__getattribute__(self, REF)
    ref.asking.ask(ref, "delete", name)
