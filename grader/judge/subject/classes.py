"""A mirror for each class of the student's: of the same name and over the same bases, as far as the judge has them."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from torch import nn

from grader.judge.subject.ancestry import choose_meta, describe_ancestry
from grader.judge.subject.bodies import is_true, mirror_namespace
from grader.judge.subject.handles import (
    Handle,
    Mirrored,
    Ref,
    delete_attribute,
    get_attribute,
    own_names,
    set_attribute,
)
from grader.judge.subject.twins import twin_namespace
from grader.wire import nodes
from grader.wire.breach import Breach
from grader.wire.constants import is_base, is_mark

__all__ = ["make_mirror"]

_MAX_FIELDS = 200


def make_mirror(node: nodes.HeldClass, ref: Ref, bases: list[Any]) -> type:
    """The class that stands here for one of the box's. Raises `Breach` where there can be no such class."""
    if any(not isinstance(base, type) for base in bases):
        raise Breach("a class with a base that is no class")
    real = tuple(base for base in bases if isinstance(base, Mirrored) or is_base(base))
    space = mirror_namespace(node, ref)
    if node.fields and len(node.fields) <= _MAX_FIELDS:
        space["__dataclass_fields__"] = _fields(node.fields)
    if any(issubclass(base, nn.Module) for base in real):
        space |= twin_namespace(space)
    else:
        space |= {"__getattr__": get_attribute, "__setattr__": set_attribute, "__delattr__": delete_attribute}
        if any(issubclass(base, BaseException) for base in real):
            space["__str__"] = _told_text
        real = real or (Handle,)
    if "__len__" in space and not any("__bool__" in own_names(base) for above in real for base in above.__mro__):
        space.setdefault("__bool__", is_true)
    space |= describe_ancestry(node.known, real)
    if typing.Generic in bases:
        space["__class_getitem__"] = classmethod(types.GenericAlias)
    if all(issubclass(base, Handle) for base in real) and "_grader_above" not in space:
        space["__slots__"] = ()
    name = node.name.rpartition(".")[2][:200]
    try:
        cls: type = choose_meta(real, container=bool(node.special))(name, real, space)
        if node.abstract:
            type.__setattr__(cls, "__abstractmethods__", frozenset(node.abstract))
    except TypeError as error:
        raise Breach(f"no class has such bases: {error}") from error
    for mark in bases:
        if is_mark(mark) and mark not in cls.__mro__ and hasattr(mark, "register"):
            mark.register(cls)
    return cls


def _told_text(self: BaseException) -> str:
    """`__str__` of the student's exceptions: what it said when it was raised."""
    told = self.__dict__.get("_grader_text")
    return told if isinstance(told, str) else BaseException.__str__(self)


def _fields(names: list[str]) -> dict[str, Any]:
    try:
        made = dataclasses.make_dataclass("fields", names, init=False, repr=False, eq=False)
    except (TypeError, ValueError) as error:
        raise Breach(f"no dataclass of such fields: {error}") from error
    return dict(vars(made)["__dataclass_fields__"])
