"""Values to a graph of nodes and raw buffers."""

from __future__ import annotations

import collections
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch

from grader.wire import nodes
from grader.wire.arrays import encode_array, encode_numpy_scalar, is_same_array
from grader.wire.breach import CannotCross, TooManyParts
from grader.wire.caps import MAX_DEPTH, MAX_INT_BYTES, MAX_NODES, MAX_TEXT
from grader.wire.constants import name_of_constant
from grader.wire.coverage import View, cover, show_covered
from grader.wire.generators import encode_generator
from grader.wire.large import LARGE, Buffer
from grader.wire.mapping import is_same
from grader.wire.memory import StoredMemory
from grader.wire.modules import encode_module, is_crossing_module
from grader.wire.objects import Objects, Stamp
from grader.wire.optimizers import encode_optimizer, is_crossing_optimizer
from grader.wire.ports import Side
from grader.wire.standard import encode_standard
from grader.wire.tensors import TENSORS, encode_tensor, is_same_tensor

__all__ = ["Encoder"]

_NOTHING = nodes.Plain(None)
_MUTABLE: dict[type, str] = {list: "list", set: "set", collections.deque: "deque", bytearray: "bytearray"}
_IMMUTABLE: dict[type, str] = {tuple: "tuple", frozenset: "frozenset", torch.Size: "Size"}
_MAPPINGS: dict[type, str] = {
    kind: kind.__name__ for kind in (dict, collections.OrderedDict, collections.Counter, collections.defaultdict)
}


class Encoder:
    """Builds one graph. Shared and cyclic parts are encoded once.

    A memory block whose bytes the other side already has is sent without them. `side` knows what can't cross by copy.
    """

    def __init__(self, objects: Objects, side: Side | None = None) -> None:
        self.objects = objects
        self._side = side
        self.nodes: list[nodes.Node | None] = []
        self.buffers: list[Buffer] = []
        self._attached: list[Buffer] = []
        self.computed: list[torch.Tensor] = []
        """Tensors that cross for the first time and are no leaves of this side's graph."""
        self.stamps: dict[int, Stamp] = {}
        """Of the arrays and tensors in this graph."""
        self._seen: dict[int, int] = {}
        self._alive: list[Any] = []
        self._storages: dict[int, int] = {}
        self._blocks: list[tuple[int, int, StoredMemory]] = []
        self._views: list[tuple[StoredMemory, View | None]] = []
        self._depth = 0

    def graph(self) -> nodes.Graph:
        """The finished graph; send it with `self.buffers`, which are final from now on."""
        self._settle()
        self.objects.stamps.update(self.stamps)
        if None in self.nodes:  # begun, and given up
            self.objects.take_back(but={getattr(node, "oid", 0) for node in self.nodes})
            self.nodes[:] = [_NOTHING if node is None else node for node in self.nodes]
        self.objects.crossed()
        return nodes.Graph(self.nodes, [len(buffer) for buffer in self.buffers])  # type: ignore[arg-type]

    def attach(self, data: Buffer) -> int:
        """The number of a raw buffer that is no value's: a file's contents. Before `graph`."""
        self._attached.append(data)
        return len(self._attached) - 1

    def add(self, value: Any) -> int:
        """The index of the node for `value`.

        Raises:
            CannotCross: for a type that has no form on the wire, or a value beyond the caps.
        """
        kind = type(value)
        if kind in (int, float, bool, str, bytes) or value is None:
            return self._place(_plain(value))
        seen = self._seen.get(id(value))
        if seen is not None:
            return seen
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise CannotCross(f"values nested deeper than {MAX_DEPTH} levels")
        try:
            return self._compound(value, kind)
        finally:
            self._depth -= 1

    def add_changed(self, values: Iterable[Any]) -> list[int]:
        """The nodes of these values, which both sides keep in step.

        Without arrays and tensors that are what the other side has, and without what has come to hold things that
        can't cross: it stays as the other side has it.

        Raises:
            TooManyParts: there is no room for all of them; the other side would go on with what is no longer so.
        """
        places = []
        for value in values:
            if self._is_same(value):
                continue
            try:
                places.append(self.add(value))
            except TooManyParts:
                raise
            except CannotCross:
                continue
        return places

    def has_block(self, oid: int) -> bool:
        """Is a view of the memory block with this id in the graph?"""
        return oid in self._storages

    def has(self, value: Any) -> bool:
        """Is this object in the graph already?"""
        return id(value) in self._seen

    def add_known(self, oids: list[int]) -> int:
        """The index of a list of values that crossed before, as the other side has them."""
        places = [self._place(nodes.Known(oid)) for oid in oids]
        return self._place(nodes.Sequence("tuple", 0, places))

    def reserve(self, value: Any) -> int:
        """An index for `value` before its node is known, so that its parts can refer to it."""
        index = self._place(None)
        self._seen[id(value)] = index
        self._alive.append(value)
        return index

    def fill(self, index: int, node: nodes.Node) -> int:
        """Put the node of a reserved index."""
        self.nodes[index] = node
        return index

    def add_memory(self, oid: int, memory: StoredMemory, view: View | None) -> int:
        """The index of the node for a memory block, once a graph; of its bytes, those of `view` cross."""
        self._views.append((memory, view))
        index = self._storages.get(oid)
        if index is None:
            index = self._storages[oid] = self._place(None)
            self._blocks.append((index, oid, memory))
        return index

    def _settle(self) -> None:
        """Read the blocks, now that all views are known: what is not lent is hidden, what is known stays here."""
        for memory, view in self._views:
            cover(memory, view)
        self._views.clear()
        self.buffers[:] = self._attached
        synced = self.objects.synced
        for index, oid, memory in self._blocks:
            shown = show_covered(memory, memory.read())
            same = is_same(synced.get(oid), shown)
            number = -1 if same else len(self.buffers)
            self.nodes[index] = nodes.Storage(memory.kind, oid, memory.nbytes, number)
            if same:
                continue
            if memory.nbytes < LARGE:
                synced[oid] = shown = bytes(shown)
            else:
                synced.pop(oid, None)
            self.buffers.append(shown)
        self._blocks.clear()

    def _is_same(self, value: Any) -> bool:
        kind = type(value)
        if kind in TENSORS:
            return is_same_tensor(self.objects, value)
        return kind is np.ndarray and is_same_array(self.objects, value)

    def _compound(self, value: Any, kind: type) -> int:
        if kind in TENSORS or kind is np.ndarray:
            return self._array(value, kind)
        if kind in _IMMUTABLE or kind in _MUTABLE:
            return self._sequence(value, kind)
        if kind in _MAPPINGS:
            return self._mapping(value, kind)
        if kind is complex:
            return self._place(nodes.Complex(value.real, value.imag))
        if kind in (slice, range):
            start, stop, step = (self.add(part) for part in (value.start, value.stop, value.step))
            return self._place(nodes.Slice(kind.__name__, start, stop, step))
        name = name_of_constant(value)
        if name is not None:
            return self._place(nodes.Constant(name))
        index = encode_numpy_scalar(self, value)
        if index is None and is_crossing_module(value):
            index = encode_module(self, value)
        if index is None and is_crossing_optimizer(value):
            index = encode_optimizer(self, value)
        if index is None:
            index = encode_standard(self, value)
        if index is None:
            index = encode_generator(self, value)
        if index is None and self._side is not None:
            index = self._side.encode(self, value)
        if index is None:
            raise CannotCross(f"an object of type {kind.__module__}.{kind.__qualname__}")
        return index

    def _array(self, value: Any, kind: type) -> int:
        if self._is_same(value):
            return self.fill(self.reserve(value), nodes.Known(self.objects.known_id(value)))
        return encode_array(self, value) if kind is np.ndarray else encode_tensor(self, value)

    def _sequence(self, value: Any, kind: type) -> int:
        index = self.reserve(value)
        name, oid = _IMMUTABLE.get(kind), 0
        if name is None:
            name, oid = _MUTABLE[kind], self.objects.id_of(value)
        if kind is bytearray:
            items = [self.add(bytes(value))]
        elif kind is collections.deque:
            items = [self.add(value.maxlen), *(self.add(item) for item in value)]
        else:
            items = [self.add(item) for item in value]
        return self.fill(index, nodes.Sequence(name, oid, items))

    def _mapping(self, value: Any, kind: type) -> int:
        index = self.reserve(value)
        keys = [self.add(key) for key in value]
        values = [self.add(item) for item in value.values()]
        factory = self.add(value.default_factory) if kind is collections.defaultdict else -1
        return self.fill(index, nodes.Mapping(_MAPPINGS[kind], self.objects.id_of(value), keys, values, factory))

    def _place(self, node: nodes.Node | None) -> int:
        if len(self.nodes) >= MAX_NODES:
            raise TooManyParts(f"values of more than {MAX_NODES} parts")
        self.nodes.append(node)
        return len(self.nodes) - 1


def _plain(value: Any) -> nodes.Node:
    if type(value) is int and not -(1 << 63) <= value < 1 << 63:
        size = value.bit_length() // 8 + 1
        if size > MAX_INT_BYTES:
            raise CannotCross(f"an integer of more than {MAX_INT_BYTES * 8} bits")
        return nodes.Integer(value.to_bytes(size, "little", signed=True))
    if type(value) in (str, bytes):
        if len(value) > MAX_TEXT:
            raise CannotCross(f"text of more than {MAX_TEXT} characters")
        if type(value) is str and not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise CannotCross("text with lone surrogates, which is no valid Unicode")
    return nodes.Bytes(value) if type(value) is bytes else nodes.Plain(value)
