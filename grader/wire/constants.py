"""Singletons, dtypes and devices that cross by name, from a closed table."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from grader.wire.breach import Breach

__all__ = ["NUMPY_DTYPES", "TORCH_DTYPES", "constant_named", "name_of_constant"]

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

_BY_NAME: dict[str, Any] = {
    "...": Ellipsis,
    "NotImplemented": NotImplemented,
    **{f"numpy.dtype:{name}": dtype for name, dtype in NUMPY_DTYPES.items()},
    **{f"numpy:{name}": dtype.type for name, dtype in NUMPY_DTYPES.items()},
    **{f"torch:{name}": dtype for name, dtype in TORCH_DTYPES.items()},
    "torch.device:cpu": torch.device("cpu"),
    "torch.device:cuda": torch.device("cuda"),
    "torch.device:cuda:0": torch.device("cuda:0"),
    **{f"type:{kind.__name__}": kind for kind in (bool, int, float, complex, str, bytes, list, tuple, dict, set)},
}
_KINDS = (type(...), type(NotImplemented), torch.dtype, torch.device, type)


def name_of_constant(value: Any) -> str | None:
    """The name under which `value` crosses, or None."""
    if isinstance(value, np.dtype):
        return f"numpy.dtype:{value.name}" if NUMPY_DTYPES.get(value.name) == value else None
    if type(value) not in _KINDS:
        return None
    return next((name for name, known in _BY_NAME.items() if type(known) is type(value) and known == value), None)


def constant_named(name: str) -> Any:
    """The constant with this name. Raises `Breach` for any other."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise Breach(f"no constant is named {name!r}") from None
