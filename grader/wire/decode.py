"""A graph of nodes and raw buffers back to values, trusting nothing in it."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from grader.wire import nodes
from grader.wire.arrays import check_bools, decode_array, decode_numpy_scalar
from grader.wire.breach import Breach
from grader.wire.caps import MAX_DEPTH, MAX_EXPANDED, MAX_INT_BYTES, MAX_TEXT
from grader.wire.constants import constant_named
from grader.wire.coverage import View, cover, is_covered, keep_hidden
from grader.wire.frames import Payload
from grader.wire.generators import decode_generator
from grader.wire.large import Buffer, Part
from grader.wire.mapping import keep_snapshot, remap_part
from grader.wire.memory import StoredMemory, make_memory
from grader.wire.modules import decode_module
from grader.wire.objects import Objects
from grader.wire.optimizers import decode_optimizer
from grader.wire.ports import Side
from grader.wire.standard import decode_error, decode_standard
from grader.wire.tensors import TENSORS, decode_tensor

__all__ = ["Decoder"]

_MISSING = object()
_STAMPED = frozenset({nodes.ArrayNode, nodes.TensorNode})
_KNOWN = TENSORS | {np.ndarray}
_SEQUENCES: dict[str, type] = {"list": list, "set": set, "deque": collections.deque, "bytearray": bytearray}
_FROZEN: dict[str, Callable[[list[Any]], Any]] = {"tuple": tuple, "frozenset": frozenset, "Size": torch.Size}
_MAPPINGS: dict[str, type] = {
    kind.__name__: kind for kind in (dict, collections.OrderedDict, collections.Counter, collections.defaultdict)
}


class Decoder:
    """Rebuilds values from one graph, bringing objects that are already known up to date in place.

    Every index, id, name, size and shape is checked before use; what does not fit raises `Breach`. `payload` may have
    been cut already. `side` stands in for what did not cross by copy. `device` is where new tensors are placed.
    `placed` is told the device that the sender computed each tensor on.
    """

    def __init__(
        self,
        graph: nodes.Graph,
        payload: bytes | Payload | list[Buffer | Part],
        objects: Objects,
        side: Side | None = None,
        *,
        device: str = "cpu",
        placed: Callable[[torch.Tensor, str], None] | None = None,
    ) -> None:
        self.objects = objects
        self.computed: list[torch.Tensor] = []
        """New tensors that the other side computed from values of this test that require a gradient."""
        self._side = side
        self._device = device
        self._placed = placed
        self._nodes = graph.nodes
        if not isinstance(payload, list):
            payload = (payload if isinstance(payload, Payload) else Payload(payload)).cut(graph.sizes)
        self._buffers = payload
        self._values: dict[int, Any] = {}
        self._sizes: dict[int, int] = {}
        self._open: set[int] = set()
        self._depth = 0

    def value(self, index: int) -> Any:
        """The value at a node. Raises `Breach`."""
        found = self._values.get(index, _MISSING)
        if found is not _MISSING:
            return found
        if not 0 <= index < len(self._nodes):
            raise Breach(f"there is no node {index}")
        node = self._nodes[index]
        if type(node) is nodes.Plain:
            return _plain(node.value)
        if index in self._open:
            raise Breach("an immutable value that contains itself")
        self._depth += 1
        if self._depth > MAX_DEPTH + 2:
            raise Breach(f"values nested deeper than {MAX_DEPTH} levels")
        self._open.add(index)
        value = self._build(index, node)
        self._open.discard(index)
        self._depth -= 1
        self.remember(index, value)
        return value

    def take_up(self) -> None:
        """Rebuild the arrays and tensors that nobody asked for: the sender counts on their being here from now on."""
        for index, node in enumerate(self._nodes):
            if type(node) in _STAMPED and index not in self._values:
                self.value(index)

    def remember(self, index: int, value: Any) -> None:
        """Make a value known before its parts are, so that they may refer to it."""
        self._values[index] = value

    def node(self, index: int) -> nodes.Node:
        """The node itself."""
        if not 0 <= index < len(self._nodes):
            raise Breach(f"there is no node {index}")
        return self._nodes[index]

    def placed(self, tensor: torch.Tensor, device: str) -> None:
        """Tell the owner where the other side computed `tensor`."""
        if self._placed is not None:
            self._placed(tensor, device)

    def memory(self, index: int, kind: str) -> StoredMemory:
        """The memory block at a node, filled with the bytes that came."""
        if not 0 <= index < len(self._nodes):
            raise Breach(f"there is no node {index}")
        node = self._nodes[index]
        if type(node) is not nodes.Storage or node.kind != kind:
            raise Breach("a view of something that is no memory")
        found = self._values.get(index, _MISSING)
        if found is _MISSING:
            found = self._values[index] = self._fill(node)
        memory: StoredMemory = found
        return memory

    def cover(self, index: int, memory: StoredMemory, view: View | None) -> None:
        """Note a view of the block at a node. Raises `Breach` where the block is ours and that part was never lent."""
        node = self._nodes[index]
        if not self.objects.is_own(getattr(node, "oid", 0)):
            cover(memory, view)
        elif not is_covered(memory, view):
            raise Breach("a view of memory that was not lent")

    def _fill(self, node: nodes.Storage) -> StoredMemory:
        memory = self.objects.find(node.oid)
        data = None if node.buffer < 0 else self.buffer(node.buffer)
        if data is not None and len(data) != node.nbytes:
            raise Breach("a memory block of another size than it says")
        if memory is None:
            if data is None:
                data = self.objects.recorded(node.oid)
            if data is None:
                raise Breach("an unchanged memory block that was never sent")
            memory = make_memory(node.kind, data, self._device)
            self.objects.adopt_memory(node.oid, memory)
        elif type(memory) is not StoredMemory or memory.nbytes != node.nbytes:
            raise Breach("a memory block that changed its size")
        elif memory.kind != node.kind:
            raise Breach("a memory block that changed its kind")
        elif data:
            self._update(node.oid, memory, data)
        if data:
            known = keep_snapshot(data, memory.address)
            if known is None:
                self.objects.synced.pop(node.oid, None)
            else:
                self.objects.synced[node.oid] = known
        return memory

    def _update(self, oid: int, memory: StoredMemory, data: Buffer | Part) -> None:
        if not memory.writeable:
            raise Breach("a change to read-only memory")
        own = self.objects.is_own(oid)
        if isinstance(data, Part) and not own and remap_part(data, memory.address):
            return
        if isinstance(data, Part) and (memory.bools or (own and not memory.whole)):
            data = data.read()
        if not isinstance(data, Part):
            if memory.bools:
                check_bools(data)
            if own and not memory.whole:
                data = keep_hidden(memory, memory.read(), data)
        memory.write(data)

    def buffer(self, number: int) -> Buffer | Part:
        """A raw buffer of the frame. Raises `Breach` if there is none of that number."""
        if not 0 <= number < len(self._buffers):
            raise Breach(f"there is no buffer {number}")
        return self._buffers[number]

    def _build(self, index: int, node: nodes.Node) -> Any:
        match node:
            case nodes.Bytes(value):
                return _plain(value)
            case nodes.Sequence():
                return self._sequence(index, node)
            case nodes.Mapping():
                return self._mapping(index, node)
            case nodes.TensorNode():
                return decode_tensor(self, index, node)
            case nodes.ArrayNode():
                return decode_array(self, node)
            case nodes.ModuleNode():
                return decode_module(self, index, node)
            case nodes.OptimizerNode():
                return decode_optimizer(self, index, node)
            case nodes.NumpyScalar():
                return decode_numpy_scalar(node)
            case nodes.Integer(data):
                if len(data) > MAX_INT_BYTES:
                    raise Breach("an integer above the cap")
                return int.from_bytes(data, "little", signed=True)
            case nodes.Complex(real, imag):
                return complex(real, imag)
            case nodes.Constant(name):
                return constant_named(name)
            case nodes.Slice():
                return self._slice(node)
            case nodes.Standard():
                return decode_standard(self, node)
            case nodes.ErrorNode():
                return decode_error(self, node)
            case nodes.GeneratorNode():
                return decode_generator(self, index, node, trusted=self.objects.is_box)
            case nodes.Known(oid):
                return self._known(oid)
            case nodes.Storage():
                raise Breach("a memory block where a value should be")
            case _ if self._side is not None:
                return self._side.decode(self, index, node)
            case _:
                raise Breach("a value that stays with one side")

    def _known(self, oid: int) -> Any:
        value = self.objects.find(oid)
        if type(value) not in _KNOWN:  # a container would count for one part of what it is in
            raise Breach(f"no array or tensor has the id {oid}")
        return value

    def _sequence(self, index: int, node: nodes.Sequence) -> Any:
        if node.kind in _FROZEN:
            items = self._items(index, node.items)
            try:
                return _FROZEN[node.kind](items)
            except TypeError as error:
                raise Breach(f"no {node.kind} of such items") from error
        cls = _SEQUENCES.get(node.kind)
        if cls is None:
            raise Breach(f"no container is named {node.kind!r}")
        target = self.objects.find(node.oid)
        if target is None:
            target = cls(maxlen=self._maxlen(node)) if cls is collections.deque else cls()
            self.objects.adopt(node.oid, target)
        elif type(target) is not cls:
            raise Breach("a container that changed its type in place")
        self.remember(index, target)
        items = self._items(index, node.items[1:] if cls is collections.deque else node.items)
        _replace(target, items)
        return target

    def _maxlen(self, node: nodes.Sequence) -> int | None:
        limit = self.value(node.items[0]) if node.items else _MISSING
        if limit is not None and (type(limit) is not int or not 0 <= limit < 1 << 31):
            raise Breach("a deque without a proper limit")
        return limit

    def _mapping(self, index: int, node: nodes.Mapping) -> Any:
        cls = _MAPPINGS.get(node.kind)
        if cls is None or len(node.keys) != len(node.values):
            raise Breach("no such mapping")
        target = self.objects.find(node.oid)
        if target is None:
            target = cls()
            self.objects.adopt(node.oid, target)
        elif type(target) is not cls:
            raise Breach("a container that changed its type in place")
        self.remember(index, target)
        items = self._items(index, node.keys + node.values)
        keys, values = items[: len(node.keys)], items[len(node.keys) :]
        try:
            fresh = dict(zip(keys, values, strict=True))
        except TypeError as error:
            raise Breach("a key that cannot be hashed") from error
        target.clear()
        target.update(fresh)
        if cls is collections.defaultdict:
            target.default_factory = self._factory(node.factory)
        return target

    def _factory(self, index: int) -> Callable[[], Any] | None:
        factory = None if index < 0 else self.value(index)
        if factory is not None and not callable(factory):
            raise Breach("a default factory that can't be called")
        return factory

    def _slice(self, node: nodes.Slice) -> slice | range:
        parts = [self.value(part) for part in (node.start, node.stop, node.step)]
        try:
            made: slice | range = {"slice": slice, "range": range}[node.kind](*parts)
        except (KeyError, TypeError, ValueError) as error:
            raise Breach("no such slice or range") from error
        return made

    def _items(self, index: int, positions: list[int]) -> list[Any]:
        """The values at these nodes, while the size of the whole, shared parts counted each time, stays in bounds."""
        items, size = [], 1
        for position in positions:
            items.append(self.value(position))
            size += self._sizes.get(position, 1)
        if size > MAX_EXPANDED:
            raise Breach("a value that expands beyond the cap")
        self._sizes[index] = size
        return items


def _plain(value: Any) -> Any:
    if type(value) in (str, bytes) and len(value) > MAX_TEXT:
        raise Breach("text above the cap")
    return value


def _replace(target: Any, items: list[Any]) -> None:
    if type(target) is bytearray:
        if len(items) != 1 or type(items[0]) is not bytes:
            raise Breach("no such bytearray")
        target[:] = items[0]
        return
    try:
        fresh = set(items) if type(target) is set else items
    except TypeError as error:
        raise Breach("a set of what cannot be hashed") from error
    target.clear()
    (target.update if type(target) is set else target.extend)(fresh)
