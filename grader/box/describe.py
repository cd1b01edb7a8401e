"""Classes and functions of the student's as data: enough for the judge to make a class that forwards to them."""

from __future__ import annotations

import sys
import types
from typing import Any

from grader.wire import nodes
from grader.wire.constants import is_base, is_mark, name_of_constant
from grader.wire.signatures import parameters_of
from grader.wire.special import META, SPECIAL

__all__ = ["describe_class", "describe_function", "is_function"]

_MAX_MEMBERS = 500
_MADE_BY_PYTHON = 1 << 9
"""In `__flags__`: not a type of C's own."""
_MAX_TEXT = 10_000
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodWrapperType)
_METHODS = (types.FunctionType, types.WrapperDescriptorType, types.MethodDescriptorType)
_SKIPPED = frozenset({"__new__", "__init_subclass__", "__class_getitem__", "__subclasshook__"})
_PATIENT = frozenset({"__init__", "__copy__", "__deepcopy__"})
"""Special methods that are called like any other."""


def is_function(value: Any) -> bool:
    """A function or a bound method, as opposed to an object that can be called."""
    return isinstance(value, _FUNCTIONS)


def describe_function(oid: int, function: Any, folder: str) -> nodes.HeldFunction:
    """The node of a function; of its file what is below `folder`."""
    code = getattr(function, "__code__", None)
    place = code if isinstance(code, types.CodeType) else None
    return nodes.HeldFunction(
        oid,
        _text(getattr(function, "__name__", ""), 200),
        _text(getattr(function, "__qualname__", ""), 200),
        _doc(function),
        parameters_of(function),
        place.co_filename.removeprefix(f"{folder}/") if place else "",
        place.co_firstlineno if place else 0,
        place.co_flags if place else 0,
        "__wrapped__" in getattr(function, "__dict__", ()),
    )


def describe_class(oid: int, cls: type, folder: str) -> tuple[nodes.HeldClass, list[type]]:
    """The node of a class without its bases, and the bases that the judge is told.

    Classes of modules in `folder` are the student's own.
    """
    library = _is_library(cls, folder)
    members: dict[str, str] = {}
    docs: dict[str, str] = {}
    if library:  # of which the judge has the nearest ancestor at best
        told = [base for base in cls.__mro__[1:] if is_base(base)][:1]
    else:
        told = [base for base in cls.__bases__ if _is_told(base, folder)]
    shown = {ancestor for base in told if not is_mark(base) for ancestor in base.__mro__}
    for part in cls.__mro__:
        if part is object or (part in shown and part is not cls):
            continue
        for name, member in list(vars(part).items())[:_MAX_MEMBERS]:
            kind = _kind_of_member(name, member)
            if kind and type(name) is str and name not in members:
                members[name] = kind
                doc = _doc(member)
                if doc is not None and not library:
                    docs[name] = doc
    fields = cls.__dict__.get("__dataclass_fields__")
    node = nodes.HeldClass(
        oid,
        _text(cls.__module__, 200),
        _text(cls.__qualname__, 200),
        _doc(cls),
        library,
        [],
        members,
        sorted(name for name in META if type(cls) is not type and hasattr(type(cls), name)),
        [name for name in fields if type(name) is str] if isinstance(fields, dict) else [],
        docs,
        [
            name
            for name in map(name_of_constant, cls.__mro__ if library else cls.__mro__[1:])
            if name is not None and not name.startswith("type:object")
        ],
        [name for name in getattr(cls, "__abstractmethods__", ()) if type(name) is str],
    )
    return node, told


def _is_told(cls: type, folder: str) -> bool:
    """Does the judge have this class too, or is it the student's own?"""
    return is_base(cls) or is_mark(cls) or not _is_library(cls, folder)


def _is_library(cls: type, folder: str) -> bool:
    if not cls.__flags__ & _MADE_BY_PYTHON:
        return True
    module = sys.modules.get(cls.__module__)
    file = getattr(module, "__file__", None)
    if isinstance(file, str) and file.startswith(f"{folder}/"):
        return False
    found: Any = module
    for part in cls.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is cls


def _kind_of_member(name: str, member: Any) -> str:
    """One of "function", "property", "static", "class" and "none"; empty for what is asked for when it is wanted."""
    if name in _SKIPPED or (name[:2] == "__" and name not in SPECIAL and name not in _PATIENT):
        return ""
    if isinstance(member, staticmethod):
        return "static"
    if isinstance(member, classmethod | types.ClassMethodDescriptorType):
        return "class"
    if isinstance(member, property):
        return "property"
    if isinstance(member, _METHODS) or (name in SPECIAL and callable(member)):
        return "function"
    return "none" if member is None and name in SPECIAL else ""


def _doc(value: Any) -> str | None:
    doc = getattr(value, "__doc__", None)
    return _text(doc, _MAX_TEXT) if isinstance(doc, str) else None


def _text(text: Any, limit: int) -> str:
    return str(text)[:limit].encode("utf-8", "replace").decode()
