"""Singletons, dtypes, devices, library classes and functions that cross by name, from a closed table."""

from __future__ import annotations

import abc
import builtins
import collections
import collections.abc
import decimal
import enum
import fractions
import math
import operator
import pathlib
import types
import typing
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
import torch.utils.data
from torch import nn

from grader.wire.breach import Breach
from grader.wire.builtin import BUILTIN_ERRORS

__all__ = ["NUMPY_DTYPES", "TORCH_DTYPES", "constant_named", "is_base", "is_mark", "name_of_constant"]

NUMPY_DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(name)
    for name in (
        "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128"
    ).split()
}
"""Array element types that cross: fixed-size numbers in native byte order, no objects."""

TORCH_DTYPES: dict[str, torch.dtype] = {
    name: getattr(torch, name)
    for name in (
        "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 bfloat16 float32 float64 complex64 complex128"
    ).split()
}
"""Tensor element types that cross: dense numbers."""

_TYPES = (object, bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, slice, range)
_MORE_TYPES = (
    type(None),
    types.GeneratorType,
    types.FunctionType,
    fractions.Fraction,
    decimal.Decimal,
    pathlib.PosixPath,
)
_BUILTINS = "abs all any divmod enumerate filter len map max min pow print repr reversed round sorted sum zip".split()
_TORCH = """
    abs exp log log1p sqrt square sin cos tan tanh sigmoid relu softmax log_softmax matmul mm add sub mul div mean sum
    max min argmax clamp where stack cat
""".split()


def _list_all() -> Iterator[tuple[str, Any]]:
    yield "...", Ellipsis
    yield "NotImplemented", NotImplemented
    for name, dtype in NUMPY_DTYPES.items():
        yield f"numpy.dtype:{name}", dtype
        yield f"numpy:{name}", dtype.type
    for name, torch_dtype in TORCH_DTYPES.items():
        yield f"torch:{name}", torch_dtype
    for name in ("cpu", "cuda", "cuda:0"):
        yield f"torch.device:{name}", torch.device(name)
    kind: Any
    for kind in (*_TYPES, *_MORE_TYPES):
        yield f"type:{kind.__name__}", kind
    for kind in (np.ndarray, np.number, np.integer, np.floating, np.generic):
        yield f"numpy.type:{kind.__name__}", kind
    yield "torch.type:Tensor", torch.Tensor
    for kind in (collections.OrderedDict, collections.Counter, collections.deque, collections.defaultdict):
        yield f"collections:{kind.__name__}", kind
    for name in collections.abc.__all__:
        yield f"abc:{name}", getattr(collections.abc, name)
    yield "abc.ABC", abc.ABC
    for kind in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag):
        yield f"enum:{kind.__name__}", kind
    for name, error in BUILTIN_ERRORS.items():
        yield f"error:{name}", error
    yield "error:BaseException", BaseException
    for module, prefix in ((nn, "nn"), (torch.optim, "optim"), (torch.optim.lr_scheduler, "schedule")):
        for name, kind in vars(module).items():
            if isinstance(kind, type) and kind.__module__.startswith("torch.") and not name.startswith("_"):
                yield f"{prefix}:{name}", kind
    for kind in (torch.utils.data.Dataset, torch.utils.data.IterableDataset, torch.utils.data.Sampler):
        yield f"data:{kind.__name__}", kind
    for kind in (torch.utils.data.DataLoader, torch.utils.data.TensorDataset, torch.utils.data.Subset):
        yield f"loading:{kind.__name__}", kind
    yield "autograd:Function", torch.autograd.Function
    yield "typing:Generic", typing.Generic
    for name, function in vars(np).items():
        if isinstance(function, np.ufunc):
            yield f"ufunc:{name}", function
    for module, prefix in ((math, "math"), (operator, "operator"), (nn.functional, "functional")):
        for name, function in vars(module).items():
            if callable(function) and not isinstance(function, type) and not name.startswith("_"):
                yield f"{prefix}:{name}", function
    for name in _BUILTINS:
        yield f"builtins:{name}", getattr(builtins, name)
    for name in _TORCH:
        yield f"torch.function:{name}", getattr(torch, name)


_BY_NAME: dict[str, Any] = dict(_list_all())
"""None of these can be changed, opens a file or runs code that it is given, but for callables handed to it."""
_NAMES: dict[int, str] = {}
for _name, _value in _BY_NAME.items():
    _NAMES.setdefault(id(_value), _name)
_DEVICES = {value: name for name, value in _BY_NAME.items() if type(value) is torch.device}


def name_of_constant(value: Any) -> str | None:
    """The name under which `value` crosses, or None."""
    name = _NAMES.get(id(value))
    if name is None and type(value) is torch.device:
        name = _DEVICES.get(value)
    if name is None and isinstance(value, np.dtype) and NUMPY_DTYPES.get(value.name) == value:
        name = f"numpy.dtype:{value.name}"
    return name


def constant_named(name: str) -> Any:
    """The constant with this name. Raises `Breach` for any other."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise Breach(f"no constant is named {name!r}") from None


def is_base(cls: type) -> bool:
    """May a class of the judge's stand-in for a student's class inherit from this one?"""
    name = _NAMES.get(id(cls), "")
    return name.startswith(("error:", "nn:", "data:", "autograd:", "abc.ABC")) and not issubclass(cls, torch.Tensor)


def is_mark(cls: type) -> bool:
    """Is this a class that says what an object can do, but does none of it itself?"""
    return _NAMES.get(id(cls), "").startswith(("abc:", "autograd:", "typing:"))
