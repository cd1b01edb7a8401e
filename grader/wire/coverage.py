"""Which bytes of a memory block crossed: a view of part of a block lends that part, and hides the rest.

`inputs = data[:, :3]` is a view of `data`, whose last column may hold the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from grader.wire.breach import Breach
from grader.wire.caps import MAX_VIEW_BYTES

if TYPE_CHECKING:
    from grader.wire.frames import Buffer
    from grader.wire.memory import StoredMemory

__all__ = ["View", "check_view", "cover", "is_covered", "keep_hidden", "show_covered"]

View = tuple[Sequence[int], int, int, Sequence[int]]
"""Shape, bytes of an element, offset and strides in bytes. Where None stands for one, it is all of the block."""

_MAX_DIMENSIONS = 32


def check_view(shape: Sequence[int], itemsize: int, offset: int, strides: Sequence[int], nbytes: int) -> View | None:
    """A view of a block of `nbytes`. Raises `Breach` unless it is one that we would hold, inside of the block."""
    if len(shape) > _MAX_DIMENSIONS or len(strides) != len(shape) or offset < 0:
        raise Breach("a view of a shape that cannot be")
    size, low, high, dense = itemsize, offset, offset + itemsize, True
    for length, stride in zip(reversed(shape), reversed(strides), strict=True):
        if length > 1:
            dense = dense and stride == size
            low += min(0, (length - 1) * stride)
            high += max(0, (length - 1) * stride)
        elif length < 0:
            raise Breach("a shape that cannot be")
        size *= length
    if size > MAX_VIEW_BYTES:
        raise Breach(f"an array of more than {MAX_VIEW_BYTES} bytes")
    if size and (low < 0 or high > nbytes):
        raise Breach("an array outside its memory")
    if size and size == nbytes and not offset and (dense or _is_dense(zip(shape, strides, strict=True), itemsize)):
        return None
    return shape, itemsize, offset, strides


def cover(memory: StoredMemory, view: View | None) -> None:
    """From now on these bytes cross; the view lies inside the block."""
    if memory.whole or (view is not None and 0 in view[0]):
        return
    if view is None:
        memory.whole, memory.lent = True, None
        return
    if memory.lent is None:
        memory.lent = bytearray(memory.nbytes)
    _cells(memory.lent, view)[...] = 0xFF


def is_covered(memory: StoredMemory, view: View | None) -> bool:
    """Has every byte of this view, which lies inside the block, crossed?"""
    if memory.whole or (view is not None and 0 in view[0]):
        return True
    if memory.lent is None:
        return False
    return min(memory.lent) == 0xFF if view is None else bool(_cells(memory.lent, view).min() == 0xFF)


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


def _is_dense(sides: Iterable[tuple[int, int]], itemsize: int) -> bool:
    """Does each side, the innermost first, follow on the one before?"""
    for length, stride in sides:
        if length > 1 and stride != itemsize:
            return False
        itemsize *= length
    return True


def _cells(mask: bytearray, view: View) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The bytes of a view; a side that is stretched (stride 0) is looked at once."""
    shape, itemsize, offset, strides = view
    sides = [1 if stride == 0 else size for size, stride in zip(shape, strides, strict=True)]
    return np.ndarray((*sides, itemsize), np.uint8, mask, offset, (*strides, 1))
