"""Sums taken from the other end: the same numbers up to rounding. Variants of a reference call these in their place."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

__all__ = ["add_up", "matmul", "reduce"]


def matmul(left: Any, right: Any) -> Any:
    """`left @ right`, summed from the last product to the first."""
    for kind, flip in ((np.ndarray, np.flip), (torch.Tensor, lambda value, axis: torch.flip(value, (axis,)))):
        if isinstance(left, kind) and isinstance(right, kind) and left.ndim and right.ndim:
            return flip(left, -1) @ flip(right, max(-right.ndim, -2))
    return left @ right


def reduce(name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
    """`value.sum(...)` or `value.mean(...)`, from the last element to the first."""
    axis = kwargs.get("axis", kwargs.get("dim", args[0] if args else None))
    if isinstance(value, np.ndarray) and value.ndim:
        value = np.flip(value, axis)
    elif isinstance(value, torch.Tensor) and value.ndim:
        axes = range(value.ndim) if axis is None else axis
        value = torch.flip(value, (axes,) if isinstance(axes, int) else tuple(axes))
    return getattr(value, name)(*args, **kwargs)


def add_up(items: Any, start: Any = 0) -> Any:
    """`sum(items, start)`, from the last item to the first."""
    return sum(reversed(list(items)), start)
