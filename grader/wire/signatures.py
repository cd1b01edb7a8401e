"""Signatures of functions on the wire: names, kinds, and defaults where they are plain."""

from __future__ import annotations

import inspect
from typing import Any

__all__ = ["Parameter", "make_signature", "parameters_of"]

Plain = bool | int | float | str | None
Parameter = tuple[str, int, int, Plain]
"""Name, kind as `inspect.Parameter` numbers them, whether there is a default (1; 2 if it is here), and that."""
_LARGE = 1 << 63
_LONG = 200

_KINDS = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
    inspect.Parameter.KEYWORD_ONLY,
    inspect.Parameter.VAR_KEYWORD,
)


def parameters_of(function: Any) -> list[Parameter] | None:
    """What a function may be called with; None for one that does not tell."""
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return [(one.name, int(one.kind), *_default_of(one)) for one in signature.parameters.values()]


def make_signature(parameters: list[Parameter]) -> inspect.Signature | None:
    """The signature again, `...` for defaults that did not cross; None if there is no such one."""
    try:
        return inspect.Signature(
            [
                inspect.Parameter(name, _KINDS[kind], default=(inspect.Parameter.empty, ..., default)[has])
                for name, kind, has, default in parameters
            ]
        )
    except (ValueError, IndexError, TypeError):
        return None


def _default_of(parameter: inspect.Parameter) -> tuple[int, Plain]:
    default = parameter.default
    if default is parameter.empty:
        return 0, None
    kind = type(default)
    short = default is None or kind in (bool, float) or (kind is int and abs(default) < _LARGE)
    if short or (kind is str and len(default) < _LONG and default.isprintable()):
        return 2, default
    return 1, None
