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

__all__ = ["Numerics", "computing_as", "glance", "read_numerics", "set_numerics"]

_DEVICES = ("cpu", "cuda")
_DEEPEST = 1_000_000


class Numerics(msgspec.Struct, frozen=True, array_like=True):
    """What `np.errstate`, `np.printoptions`, `torch.set_printoptions`, `decimal` and others were told."""

    deepest: int
    """`sys.getrecursionlimit()`."""
    precision: int
    rounding: str
    """Of `decimal`."""
    numpy_errors: dict[str, str]
    numpy_print: dict[str, int | str | bool | None]
    tensor_print: tuple[int, float, int, int, bool | None]
    autocast: list[tuple[Literal["cpu", "cuda"], str]]
    """Devices, with the type that is computed in there."""


def glance() -> tuple[Any, ...]:
    """Something that differs where the settings of this process do, read in two microseconds."""
    context, shown = decimal.getcontext(), _tensor_str.PRINT_OPTS
    return (
        sys.getrecursionlimit(),
        context.prec,
        context.rounding,
        np.geterr(),
        np.get_printoptions(),
        (shown.precision, shown.threshold, shown.edgeitems, shown.linewidth, shown.sci_mode),
        torch.is_autocast_enabled("cpu"),
        torch.is_autocast_enabled("cuda"),
    )


def read_numerics() -> Numerics:
    """As this process has it now."""
    context, shown = decimal.getcontext(), _tensor_str.PRINT_OPTS
    return Numerics(
        sys.getrecursionlimit(),
        context.prec,
        context.rounding,
        np.geterr(),  # type: ignore[arg-type]
        {name: value for name, value in np.get_printoptions().items() if name != "formatter"},  # type: ignore[misc]
        (shown.precision, shown.threshold, shown.edgeitems, shown.linewidth, shown.sci_mode),
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
    np.seterr(**wanted.numpy_errors)  # type: ignore[arg-type]
    np.set_printoptions(**wanted.numpy_print)  # type: ignore[arg-type]
    names = ("precision", "threshold", "edgeitems", "linewidth", "sci_mode")
    for name, value in zip(names, wanted.tensor_print, strict=True):
        setattr(_tensor_str.PRINT_OPTS, name, value)


def computing_as(wanted: Numerics | None) -> contextlib.AbstractContextManager[Any]:
    """The `autocast` of it."""
    if wanted is None or not wanted.autocast:
        return contextlib.nullcontext()
    stack = contextlib.ExitStack()
    for device, dtype in wanted.autocast:
        stack.enter_context(torch.autocast(device, dtype=getattr(torch, dtype)))
    return stack
