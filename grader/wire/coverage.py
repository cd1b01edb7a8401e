"""Which bytes of a memory block crossed: a view of part of a block lends that part, and hides the rest.

`inputs = data[:, :3]` is a view of `data`, whose last column may hold the answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from grader.wire.frames import Buffer
    from grader.wire.objects import StoredMemory

__all__ = ["View", "cover", "is_covered", "keep_hidden", "show_covered"]

View = tuple[Sequence[int], int, int, Sequence[int]]
"""Shape, bytes of an element, offset and strides in bytes."""


def cover(memory: StoredMemory, view: View) -> None:
    """From now on these bytes cross; the view lies inside the block."""
    if memory.whole or not math.prod(view[0]):
        return
    if _is_whole(memory, view):
        memory.whole, memory.lent = True, None
        return
    if memory.lent is None:
        memory.lent = bytearray(memory.nbytes)
    _cells(memory.lent, view)[...] = 0xFF


def is_covered(memory: StoredMemory, view: View) -> bool:
    """Has every byte of this view, which lies inside the block, crossed?"""
    if memory.whole or not math.prod(view[0]):
        return True
    return memory.lent is not None and bool(_cells(memory.lent, view).min() == 0xFF)


def show_covered(memory: StoredMemory, data: Buffer) -> Buffer:
    """The bytes of a block, zeros where none crossed."""
    if memory.whole or memory.lent is None:
        return data if memory.whole else bytes(len(data))
    return (np.frombuffer(data, np.uint8) & np.frombuffer(memory.lent, np.uint8)).data


def keep_hidden(memory: StoredMemory, current: Buffer, data: Buffer) -> Buffer:
    """New bytes of a block where they cross, the current ones elsewhere."""
    if memory.whole or memory.lent is None:
        return data if memory.whole else current
    lent = np.frombuffer(memory.lent, np.uint8) != 0
    return np.where(lent, np.frombuffer(data, np.uint8), np.frombuffer(current, np.uint8)).data


def _is_whole(memory: StoredMemory, view: View) -> bool:
    """Is this all of the block, row by row or column by column?"""
    shape, itemsize, offset, strides = view
    if offset or math.prod(shape) * itemsize != memory.nbytes:
        return False
    sides = [(size, stride) for size, stride in zip(shape, strides, strict=True) if size > 1]
    return _is_dense(sides[::-1], itemsize) or _is_dense(sides, itemsize)


def _is_dense(sides: list[tuple[int, int]], itemsize: int) -> bool:
    for size, stride in sides:
        if stride != itemsize:
            return False
        itemsize *= size
    return True


def _cells(mask: bytearray, view: View) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The bytes of a view; a side that is stretched (stride 0) is looked at once."""
    shape, itemsize, offset, strides = view
    sides = [1 if stride == 0 else size for size, stride in zip(shape, strides, strict=True)]
    return np.ndarray((*sides, itemsize), np.uint8, mask, offset, (*strides, 1))
