"""Signatures of functions on the wire: names, kinds, and whether there is a default."""

from __future__ import annotations

import inspect
from typing import Any

__all__ = ["make_signature", "parameters_of"]

_KINDS = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
    inspect.Parameter.KEYWORD_ONLY,
    inspect.Parameter.VAR_KEYWORD,
)


def parameters_of(function: Any) -> list[tuple[str, int, bool]] | None:
    """What a function may be called with; None for one that does not tell."""
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return [
        (parameter.name, int(parameter.kind), parameter.default is not parameter.empty)
        for parameter in signature.parameters.values()
    ]


def make_signature(parameters: list[tuple[str, int, bool]]) -> inspect.Signature | None:
    """The signature again; None if there is no such one."""
    try:
        return inspect.Signature(
            [
                inspect.Parameter(name, _KINDS[kind], default=... if default else inspect.Parameter.empty)
                for name, kind, default in parameters
            ]
        )
    except (ValueError, IndexError, TypeError):
        return None
