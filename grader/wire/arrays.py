"""NumPy arrays and scalars on the wire: memory blocks, and views of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.wire import nodes
from grader.wire.breach import Breach, CannotCross
from grader.wire.constants import NUMPY_DTYPES
from grader.wire.coverage import check_view
from grader.wire.large import Buffer
from grader.wire.memory import NUMPY
from grader.wire.objects import Objects, Stamp

if TYPE_CHECKING:
    from grader.wire.ports import Decoding, Encoding

__all__ = [
    "check_bools",
    "decode_array",
    "decode_numpy_scalar",
    "encode_array",
    "encode_numpy_scalar",
    "is_same_array",
]

_NAMES = {dtype: name for name, dtype in NUMPY_DTYPES.items()}
Array = np.ndarray[Any, Any]


def encode_numpy_scalar(encoder: Encoding, value: Any) -> int | None:
    """The node of a NumPy scalar; None if `value` is none, or of a type that does not cross."""
    if not isinstance(value, np.generic):
        return None
    dtype = NUMPY_DTYPES.get(value.dtype.name)
    if dtype is None or type(value) is not dtype.type:
        return None
    return encoder.fill(encoder.reserve(value), nodes.NumpyScalar(value.dtype.name, value.tobytes()))


def decode_numpy_scalar(node: nodes.NumpyScalar) -> Any:
    """The scalar again."""
    dtype = _dtype(node.dtype)
    if len(node.data) != dtype.itemsize:
        raise Breach("a NumPy scalar of the wrong size")
    return np.frombuffer(node.data, dtype)[0]


def is_same_array(objects: Objects, value: Array) -> bool:
    """Has this array crossed, and is what the other side has of it?"""
    oid = objects.known_id(value)
    return bool(oid) and objects.is_in_step(oid, _stamp(objects, value, _find(value)))


def encode_array(encoder: Encoding, value: Array) -> int:
    """The node of an array, its memory block sent once however many views there are."""
    name = _NAMES.get(value.dtype)
    if name is None:
        raise CannotCross(f"a NumPy array of dtype {value.dtype}")
    index = encoder.reserve(value)
    objects, writeable, found = encoder.objects, value.flags.writeable, _find(value)
    block, memory = objects.block(NUMPY, found.root, found.low, found.nbytes, writeable=writeable)
    memory.bools = memory.bools or value.dtype.kind == "b"
    offset = found.address - found.low
    view = None if found.is_all else (value.shape, value.itemsize, offset, value.strides)
    storage = encoder.add_memory(block, memory, view)
    own = objects.id_of(value)
    memory.views.add(own)
    encoder.stamps[own] = _stamp(objects, value, found)
    shape, strides = list(value.shape), list(value.strides)
    return encoder.fill(index, nodes.ArrayNode(own, storage, name, shape, strides, offset, writeable))


def decode_array(decoder: Decoding, node: nodes.ArrayNode) -> Array:
    """The array with this id: the one that is known, else a new view."""
    memory = decoder.memory(node.storage, NUMPY)
    dtype = _dtype(node.dtype)
    shape, strides = tuple(node.shape), tuple(node.strides)
    view = check_view(shape, dtype.itemsize, node.offset, strides, memory.nbytes)
    known = decoder.objects.find(node.oid)
    if known is not None:
        if type(known) is not np.ndarray or known.dtype != dtype:
            raise Breach("an array that changed its type in place")
        if (known.shape, known.strides) != (shape, strides):
            _reshape(known, shape, strides)
        if not node.writeable or decoder.objects.is_box:  # a box makes nothing writeable that was not
            known.flags.writeable = node.writeable
        decoder.objects.stamps[node.oid] = _stamp(decoder.objects, known, _find(known))
        return known
    if 0 in shape:
        array = np.empty(shape, dtype)
    else:
        array = np.ndarray(shape, dtype, memory.flat(), node.offset, strides)
        decoder.cover(node.storage, memory, view)
        if dtype.kind == "b":
            check_bools(memory.read())
            memory.bools = True
    if not node.writeable:
        array.flags.writeable = False
    decoder.objects.adopt(node.oid, array)
    memory.views.add(node.oid)
    decoder.objects.stamps[node.oid] = _stamp(decoder.objects, array, _find(array))
    return array


class _Found(NamedTuple):
    """Where an array lies: its own first element, and the bytes of the array that has the memory."""

    address: int
    root: Array
    low: int
    nbytes: int
    is_all: bool
    """Whether the array is all of it, row by row."""


def _find(value: Array) -> _Found:
    if not value.size:
        return _Found(0, value, 0, 0, is_all=False)
    address: int = value.__array_interface__["data"][0]
    root = value
    while type(root.base) is np.ndarray:
        root = root.base
    if root is value and value.flags.c_contiguous:
        return _Found(address, root, address, value.nbytes, is_all=True)
    low, high = np.lib.array_utils.byte_bounds(root)
    return _Found(address, root, low, high - low, is_all=False)


def _reshape(array: Array, shape: tuple[int, ...], strides: tuple[int, ...]) -> None:
    """As the other side did in place. Raises `Breach` where that can't have been all."""
    try:
        array.shape = shape
    except (AttributeError, ValueError) as error:
        raise Breach("an array that changed its shape in place") from error
    if array.strides != strides:
        raise Breach("an array that changed its strides in place")


def _stamp(objects: Objects, value: Array, found: _Found) -> Stamp:
    """What an array is, beside its bytes."""
    block, offset = objects.block_at(NUMPY, found.low, found.nbytes), found.address - found.low
    return Stamp(block, found.nbytes, value.dtype, value.shape, value.strides, offset, (value.flags.writeable,))


def check_bools(data: Buffer) -> None:
    """Raises `Breach` unless every byte is 0 or 1: with others `a & ~b` and `b & ~a` can both be false."""
    if len(data) and int(np.frombuffer(data, np.uint8).max()) > 1:
        raise Breach("a bool that is neither 0 nor 1")


def _dtype(name: str) -> np.dtype[Any]:
    try:
        return NUMPY_DTYPES[name]
    except KeyError:
        raise Breach(f"no NumPy dtype is named {name!r}") from None
