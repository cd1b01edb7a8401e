"""Python's data model, as far as it is driven across the boundary: the special methods that handles speak."""

from __future__ import annotations

__all__ = ["META", "OPERATORS", "SPECIAL", "kindred"]

_ARITHMETIC = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or".split()
_UNARY = "neg pos abs invert bool int float complex index round trunc floor ceil".split()
_COMPARISONS = "lt le eq ne gt ge".split()
_CONTAINERS = """
    len length_hint getitem setitem delitem contains iter next reversed missing
""".split()
_OTHERS = "call enter exit str repr format bytes hash fspath".split()
_AWAITED = "aenter aexit aiter anext await".split()

SPECIAL: frozenset[str] = frozenset(
    f"__{name}__"
    for name in (
        *_ARITHMETIC,
        *(f"r{name}" for name in _ARITHMETIC),
        *(f"i{name}" for name in _ARITHMETIC if name != "divmod"),
        *_UNARY,
        *_COMPARISONS,
        *_CONTAINERS,
        *_OTHERS,
        *_AWAITED,
    )
)
"""Of objects. Nothing here converts to an array, answers `isinstance`, or is looked up behind one's back."""

OPERATORS: frozenset[str] = frozenset(
    f"__{prefix}{name}__" for name in (*_ARITHMETIC, *_COMPARISONS) for prefix in ("", "r", "i")
)
"""Those that may say that they do not know, so that Python asks the other operand."""

META: frozenset[str] = frozenset({"__iter__", "__len__", "__getitem__", "__contains__", "__reversed__"})
"""Of classes that have a metaclass, as enums do."""

_KINDRED = {
    **{f"__{prefix}{name}__": name for name in _ARITHMETIC for prefix in ("", "r", "i")},
    **dict.fromkeys(("__lt__", "__le__", "__gt__", "__ge__"), "order"),
    **dict.fromkeys(("__eq__", "__ne__", "__hash__"), "equality"),
    **dict.fromkeys(("__str__", "__repr__", "__format__"), "text"),
    **dict.fromkeys(("__iter__", "__getitem__", "__reversed__", "__length_hint__"), "items"),
}


def kindred(name: str) -> str:
    """What a special method is a part of: who offers one way to add, or to order, may offer the others."""
    return _KINDRED.get(name, name)
