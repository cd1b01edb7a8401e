"""What stays in the box: objects of the student's classes, functions, iterators, each under an id for the judge."""

from __future__ import annotations

import collections
from collections.abc import Iterable
from typing import Any

import msgspec
from torch import nn

from grader.box.describe import describe_class, describe_function, is_function
from grader.box.layers import LentLayer, decode_lent_layer, encode_lent_layer
from grader.box.lent import Borrowed, CallBack
from grader.wire import nodes
from grader.wire.breach import Breach
from grader.wire.constants import name_of_constant
from grader.wire.modules import bring_up_to_date, encode_contents
from grader.wire.objects import Objects
from grader.wire.ports import Decoding, Encoding

__all__ = ["Holdings"]


class Holdings:
    """The box's `Side`."""

    def __init__(self, objects: Objects, folder: str, call_back: CallBack) -> None:
        self._objects = objects
        self._folder = folder
        self._call_back = call_back
        self._borrowed = Borrowed(call_back)
        self._held: dict[int, Any] = {}
        self._ids: dict[int, int] = {}

    def forget(self) -> None:
        """A new test begins: what was lent in the last one is void."""
        self._borrowed.forget()

    def drop(self, oids: Iterable[int]) -> None:
        """The judge no longer holds these."""
        for oid in oids:
            gone = self._held.pop(oid, None)
            if gone is not None:
                self._ids.pop(id(gone), None)

    def modules(self) -> list[nn.Module]:
        """The layers that are held, whose torch parts are kept in step."""
        return [value for value in self._held.values() if isinstance(value, nn.Module)]

    def find(self, oid: int) -> Any:
        """What is held under an id. Raises `Breach`."""
        try:
            return self._held[oid]
        except KeyError:
            raise Breach(f"nothing is held under {oid}") from None

    def encode(self, encoder: Encoding, value: Any) -> int | None:
        """The node of what does not cross by copy; everything has one."""
        lent = self._borrowed.id_of(value)
        if lent is not None:
            return encoder.fill(encoder.reserve(value), nodes.Held(lent))
        if isinstance(value, LentLayer):
            return encode_lent_layer(encoder, value)
        if isinstance(value, nn.Module):
            return self._encode_twin(encoder, value)
        known = self._ids.get(id(value))
        if known is not None:
            return encoder.fill(encoder.reserve(value), nodes.Held(known))
        index = encoder.reserve(value)
        if isinstance(value, type):
            return self._encode_class(encoder, index, value)
        oid = self._hold(value)
        if is_function(value):
            return encoder.fill(index, describe_function(oid, value, self._folder))
        return encoder.fill(index, nodes.HeldObject(oid, self._class_of(encoder, value), _hash_of(value)))

    def decode(self, decoder: Decoding, index: int, node: nodes.Node) -> Any:
        """What the judge means."""
        match node:
            case nodes.Held(oid):
                return self.find(oid) if oid < 0 else self._borrowed.find(oid)
            case nodes.Lent():
                return self._borrowed.borrow(node)
            case nodes.Twin():
                module = self.find(node.oid)
                bring_up_to_date(module, decoder, index, node)
                return module
            case nodes.LentLayer():
                return decode_lent_layer(decoder, index, node, self._call_back)
            case nodes.NamedTupleNode():
                items = [decoder.value(item) for item in node.items]
                return collections.namedtuple(node.name, node.fields)(*items)  # noqa: PYI024 - the names come at run time
            case _:
                raise Breach("a node that only a box sends")

    def _encode_twin(self, encoder: Encoding, module: nn.Module) -> int:
        index = encoder.reserve(module)
        oid = self._ids.get(id(module)) or self._hold(module)
        cls = self._class_of(encoder, module)
        return encoder.fill(index, nodes.Twin(oid, cls, *encode_contents(encoder, module)))

    def _encode_class(self, encoder: Encoding, index: int, cls: type) -> int:
        oid = self._hold(cls)
        node, bases = describe_class(oid, cls, self._folder)
        return encoder.fill(index, msgspec.structs.replace(node, bases=[encoder.add(base) for base in bases]))

    def _class_of(self, encoder: Encoding, value: Any) -> int:
        """The node of the class of what stays here: described, even where the judge has one of that name."""
        cls = type(value)
        if name_of_constant(cls) is None:
            return encoder.add(cls)
        known = self._ids.get(id(cls))
        if known is not None:
            return encoder.fill(encoder.reserve(_Key()), nodes.Held(known))
        return self._encode_class(encoder, encoder.reserve(_Key()), cls)

    def _hold(self, value: Any) -> int:
        oid = self._objects.new_id()
        self._held[oid] = value
        self._ids[id(value)] = oid
        return oid


def _hash_of(value: Any) -> int | None:
    """What the student's class makes of an object as a key, where it has a say in it."""
    if getattr(type(value), "__hash__", None) in (None, object.__hash__):
        return None
    try:
        return hash(value)
    except Exception:  # noqa: BLE001 - the student's own code
        return None


class _Key:
    """Something to reserve a node for."""
