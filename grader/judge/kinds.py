"""What kind of value something is, told from its exact type: a subclass is a thing of its own, and not looked into."""

from __future__ import annotations

import sys
from typing import Any

from grader.errors import Worded, worded
from grader.judge.literals import write_literal

__all__ = ["describe_kind", "describe_wanted", "is_array_of_one", "is_complex", "kind_of", "widen"]


def kind_of(value: Any) -> str:
    """What a value is, in a student's words; "thing" for what may not be looked into."""
    kind = type(value)
    if kind in (bool, int, float, complex):
        return "number"
    if kind in (list, tuple, dict, str, bytes, set, frozenset):
        return kind.__name__
    if value is None:
        return "None"
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and vars(numpy).get(kind.__name__) is kind:
        if kind is numpy.ndarray and value.dtype.kind in "biufc":
            return "NumPy array"
        if kind is numpy.ndarray:
            return "thing"
        if issubclass(kind, numpy.number | numpy.bool_):
            return "number"
    if torch is not None and kind in (torch.Tensor, torch.nn.Parameter):
        dense = value.layout is torch.strided and not value.is_quantized and value.device.type != "meta"
        return "tensor" if dense else "thing"
    return "thing"


_KINDS = {
    "list": worded("a list"),
    "tuple": worded("a tuple"),
    "dict": worded("a dict"),
    "bytes": worded("bytes"),
    "set": worded("a set"),
    "frozenset": worded("a frozenset"),
}


def describe_kind(value: Any) -> str | Worded:
    """What was given, as part of a sentence: "a tensor of shape (2, 3)"."""
    kind = kind_of(value)
    if kind == "thing":
        return write_literal(value, 80)
    if kind == "number":
        return worded("the number {number}", number=write_literal(value, 60))
    if kind == "tensor":
        return worded("a tensor of shape {shape}", shape=str(tuple(value.shape)))
    if kind == "NumPy array":
        return worded("a NumPy array of shape {shape}", shape=str(tuple(value.shape)))
    if kind == "None":
        return worded("None (is there a `return`?)")
    return _KINDS[kind] if kind in _KINDS else worded("the text {text}", text=write_literal(value, 60))


def describe_wanted(want: Any) -> str | Worded:
    """What was asked for, as part of a sentence, without giving a number away."""
    kind = kind_of(want)
    if kind == "number":
        return worded("a number")
    if kind == "str":
        return worded("a text")
    return kind if kind == "None" else describe_kind(want)


def is_array_of_one(value: Any) -> bool:
    """NumPy gives 0-d arrays where it gives scalars elsewhere; only these count as numbers."""
    return kind_of(value) == "NumPy array" and value.ndim == 0


def widen(value: Any) -> Any:
    """An array or tensor as a float64 (or complex128) array on the CPU."""
    import numpy as np

    if type(value) is not np.ndarray:
        torch = sys.modules["torch"]
        wide = torch.complex128 if value.is_complex() else torch.float64
        value = value.detach().to(device="cpu", dtype=wide).resolve_conj().resolve_neg().numpy()
    return np.asarray(value, dtype=np.complex128 if value.dtype.kind == "c" else np.float64)


def is_complex(value: Any) -> bool:
    """Does this array or tensor hold complex numbers?"""
    return "complex" in str(value.dtype)
