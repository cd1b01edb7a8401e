"""What a mirror descends from beside mirrors: what `isinstance` and `issubclass` say of classes of both sides."""

from __future__ import annotations

import functools
from typing import Any

from grader.judge.subject.handles import Mirrored, MirroredContainer
from grader.wire.breach import Breach
from grader.wire.constants import constant_named, is_mark

__all__ = ["choose_meta", "describe_ancestry"]

_LAYOUTS = (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset)
"""Types that no other object can pass for by descent; `isinstance` is told through `__class__`."""
_HEAP_TYPE = 1 << 9
"""`Py_TPFLAGS_HEAPTYPE`: a class that a class statement made."""


def choose_meta(bases: tuple[type, ...], *, container: bool) -> type[Mirrored]:
    """A metaclass for a mirror of these bases."""
    wanted: list[Any] = [MirroredContainer if container else Mirrored]
    wanted += [meta for meta in map(type, bases) if meta not in wanted]
    needed = [meta for meta in wanted if not any(meta is not other and issubclass(other, meta) for other in wanted)]
    chosen: type[Mirrored] = needed[0] if len(needed) == 1 else _combine(tuple(dict.fromkeys(needed)))
    return chosen


@functools.cache
def _combine(metas: tuple[type, ...]) -> Any:
    ours = [meta for meta in metas if issubclass(meta, Mirrored)]
    others = [meta for meta in metas if not issubclass(meta, Mirrored)]
    return type("Mirrored", (*ours, *others), {})


def describe_ancestry(names: list[str], bases: tuple[type, ...]) -> dict[str, Any]:
    """What goes in the body of a mirror, so that it passes for these classes as well."""
    known = [constant_named(name) for name in names[:20]]
    if any(not isinstance(one, type) for one in known):
        raise Breach("an ancestor that is no class")
    space: dict[str, Any] = {}
    layout = next((one for one in known if one in _LAYOUTS), None)
    if layout is not None:
        shadow = type(layout.__name__, (layout,), {})
        space["__class__"] = property(lambda _: shadow)
    others = [one for one in known if one not in _LAYOUTS and not is_mark(one)]
    plain = [one for one in others if not any(issubclass(base, one) for base in bases) and _has_plain_layout(one)]
    if plain:
        space["_grader_above"] = tuple(plain)
    return space


def _has_plain_layout(cls: type) -> bool:
    """Is it written in Python all through? Of a class that is not, C code would read fields that no handle has."""
    written_here = all(one.__flags__ & _HEAP_TYPE for one in cls.__mro__[:-1])
    return written_here and cls.__basicsize__ <= object.__basicsize__ + 16 and not issubclass(cls, BaseException)
