"""How a process computes and prints numbers, as far as a suite may set it for the student's code too."""

from __future__ import annotations

import contextlib
import decimal
import sys
from typing import Any, Literal

import msgspec
import numpy as np
import torch
from torch import _tensor_str

__all__ = ["Numerics", "autocast_as", "read_numerics", "set_numerics"]

_DEVICES = ("cpu", "cuda")
_DEEPEST = 1_000_000
_ARRAY_OPTIONS = (
    "edgeitems",
    "threshold",
    "floatmode",
    "precision",
    "suppress",
    "linewidth",
    "nanstr",
    "infstr",
    "sign",
    "legacy",
)
"""Of `np.printoptions`, all but those that are functions."""
_TENSOR_OPTIONS = ("precision", "threshold", "edgeitems", "linewidth", "sci_mode")


class Numerics(msgspec.Struct, frozen=True, array_like=True):
    """What `np.errstate`, `np.printoptions`, `torch.set_printoptions`, `decimal` and others were told."""

    deepest: int
    """`sys.getrecursionlimit()`."""
    precision: int
    rounding: str
    traps: list[str]
    """Of `decimal`."""
    numpy_errors: dict[str, str]
    numpy_print: list[int | float | str | bool | None]
    """In the order of `_ARRAY_OPTIONS`; widths and thresholds may be infinite."""
    tensor_print: list[int | float | bool | None]
    """In the order of `_TENSOR_OPTIONS`."""
    autocast: list[tuple[Literal["cpu", "cuda"], str]]
    """Devices, with the type that is computed in there."""


def read_numerics() -> Numerics:
    """As this process has it now; read before each question, so it must not take long."""
    context, shown, options = decimal.getcontext(), _tensor_str.PRINT_OPTS, np.get_printoptions()
    return Numerics(
        sys.getrecursionlimit(),
        context.prec,
        context.rounding,
        [signal.__name__ for signal, is_set in context.traps.items() if is_set],
        np.geterr(),  # type: ignore[arg-type]
        [options.get(name) for name in _ARRAY_OPTIONS],  # type: ignore[misc]
        [getattr(shown, name) for name in _TENSOR_OPTIONS],
        [
            (device, str(torch.get_autocast_dtype(device)).removeprefix("torch."))  # type: ignore[misc]
            for device in _DEVICES
            if torch.is_autocast_enabled(device)
        ],
    )


def set_numerics(wanted: Numerics) -> None:
    """Have this process do as another does, but for `autocast`."""
    with contextlib.suppress(RecursionError):  # deeper than that already
        sys.setrecursionlimit(min(wanted.deepest, _DEEPEST))
    context = decimal.getcontext()
    context.prec, context.rounding = wanted.precision, wanted.rounding
    for signal in context.traps:
        context.traps[signal] = signal.__name__ in wanted.traps
    np.seterr(**wanted.numpy_errors)  # type: ignore[arg-type]
    np.set_printoptions(**dict(zip(_ARRAY_OPTIONS, wanted.numpy_print, strict=True)))  # type: ignore[arg-type]
    for name, value in zip(_TENSOR_OPTIONS, wanted.tensor_print, strict=True):
        setattr(_tensor_str.PRINT_OPTS, name, value)


def autocast_as(wanted: Numerics | None) -> contextlib.AbstractContextManager[Any]:
    """The `autocast` of it."""
    if wanted is None or not wanted.autocast:
        return contextlib.nullcontext()
    stack = contextlib.ExitStack()
    for device, dtype in wanted.autocast:
        stack.enter_context(torch.autocast(device, dtype=getattr(torch, dtype)))
    return stack
