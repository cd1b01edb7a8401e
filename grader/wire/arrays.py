"""NumPy arrays and scalars on the wire: memory blocks, and views of them."""

from __future__ import annotations

import ctypes
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.wire import nodes
from grader.wire.breach import Breach, CannotCross
from grader.wire.caps import MAX_VIEW_BYTES
from grader.wire.constants import NUMPY_DTYPES
from grader.wire.large import Buffer, Part, fill
from grader.wire.mapping import map_part
from grader.wire.objects import StoredMemory

if TYPE_CHECKING:
    from grader.wire.ports import Decoding, Encoding

__all__ = [
    "array_memory",
    "check_bools",
    "check_shape",
    "decode_array",
    "decode_numpy_scalar",
    "encode_array",
    "encode_numpy_scalar",
    "new_array_memory",
    "write_array_memory",
]

_MAX_DIMENSIONS = 32


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


def encode_array(encoder: Encoding, value: Any) -> int | None:
    """The node of an array, its memory block sent once however many views there are; None if it is no plain array."""
    if type(value) is not np.ndarray:
        return None
    if NUMPY_DTYPES.get(value.dtype.name) != value.dtype:
        raise CannotCross(f"a NumPy array of dtype {value.dtype}")
    index = encoder.reserve(value)
    root = value
    while type(root.base) is np.ndarray:
        root = root.base
    low, high = np.lib.array_utils.byte_bounds(root) if root.size else (0, 0)
    oid, memory = encoder.objects.memory_of(
        StoredMemory(root, low, high - low, writeable=value.flags.writeable), "numpy"
    )
    memory.bools = memory.bools or value.dtype.kind == "b"
    offset = value.__array_interface__["data"][0] - low if value.size else 0
    view = (value.shape, value.itemsize, offset, value.strides)
    storage = encoder.add_memory("numpy", oid, memory, array_memory(memory), view)
    own = encoder.objects.id_of(value)
    memory.views.add(own)
    return encoder.fill(
        index,
        nodes.ArrayNode(
            own,
            storage,
            value.dtype.name,
            list(value.shape),
            list(value.strides),
            offset,
            bool(value.flags.writeable),
        ),
    )


def decode_array(decoder: Decoding, node: nodes.ArrayNode) -> np.ndarray[Any, Any]:
    """The array with this id: the one that is known, else a new view."""
    memory = decoder.memory(node.storage, "numpy")
    dtype = _dtype(node.dtype)
    shape, strides = tuple(node.shape), tuple(node.strides)
    check_shape(shape, dtype.itemsize)
    if len(strides) != len(shape) or node.offset < 0:
        raise Breach("an array whose strides do not fit its shape")
    known = decoder.objects.find(node.oid)
    if known is not None:
        if type(known) is not np.ndarray or (known.dtype, known.shape, known.strides) != (dtype, shape, strides):
            raise Breach("an array that changed its shape or type in place")
        return known
    if math.prod(shape) == 0:
        array = np.empty(shape, dtype)
    else:
        flat = _flat(memory)
        try:
            array = np.ndarray(shape, dtype, flat, node.offset, strides)
        except (ValueError, TypeError) as error:
            raise Breach(f"an array outside its memory: {error}") from error
        decoder.cover(node.storage, memory, (shape, dtype.itemsize, node.offset, strides))
        if dtype.kind == "b":
            check_bools(array_memory(memory))
            memory.bools = True
    if not node.writeable:
        array.flags.writeable = False
    decoder.objects.adopt(node.oid, array)
    memory.views.add(node.oid)
    return array


def check_shape(shape: tuple[int, ...], itemsize: int) -> None:
    """Raises `Breach` unless an array of this shape is one that we would hold."""
    if len(shape) > _MAX_DIMENSIONS or any(size < 0 for size in shape):
        raise Breach("a shape that cannot be")
    if math.prod(shape) * itemsize > MAX_VIEW_BYTES:
        raise Breach(f"an array of more than {MAX_VIEW_BYTES} bytes")


def check_bools(data: Buffer) -> None:
    """Raises `Breach` unless every byte is 0 or 1: with others `a & ~b` and `b & ~a` can both be false."""
    if len(data) and int(np.frombuffer(data, np.uint8).max()) > 1:
        raise Breach("a bool that is neither 0 nor 1")


def array_memory(memory: StoredMemory) -> memoryview:
    """The bytes of a block, in place; alive as long as its owner."""
    if not memory.nbytes:
        return memoryview(b"")
    return memoryview((ctypes.c_ubyte * memory.nbytes).from_address(memory.address)).cast("B")


def new_array_memory(data: memoryview | Part) -> StoredMemory:
    """A new block with these bytes; in the box a part of a file is the block itself."""
    if isinstance(data, Part) and data.file.private:
        owner = np.frombuffer(memoryview(map_part(data)), np.uint8)
    else:
        owner = np.empty(len(data), np.uint8)
        fill(owner.data, data)
    address = owner.__array_interface__["data"][0] if len(data) else 0
    return StoredMemory(owner, address, len(data), writeable=True)


def write_array_memory(memory: StoredMemory, data: Buffer | Part) -> None:
    """Replace the bytes of a block, in place."""
    fill(array_memory(memory), data)


def _flat(memory: StoredMemory) -> np.ndarray[Any, Any]:
    """The block as bytes, as a view of its owner wherever NumPy can make one, so that views share one root."""
    root = memory.owner
    if root.flags.c_contiguous or root.flags.f_contiguous:
        flat: np.ndarray[Any, Any] = root.reshape(-1, order="A").view(np.uint8)
        return flat
    return np.frombuffer(array_memory(memory), np.uint8)


def _dtype(name: str) -> np.dtype[Any]:
    try:
        return NUMPY_DTYPES[name]
    except KeyError:
        raise Breach(f"no NumPy dtype is named {name!r}") from None
