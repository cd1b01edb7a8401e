"""What the suite lends in a test: functions, iterators, objects and layers of its own, each under an id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from torch import nn

from grader.judge.subject.lendable import is_plain_object, library_name, special_of
from grader.wire import nodes
from grader.wire.breach import Breach
from grader.wire.constants import name_of_constant
from grader.wire.modules import encode_contents
from grader.wire.objects import Objects
from grader.wire.ports import Encoding
from grader.wire.signatures import parameters_of

__all__ = ["Loans"]

_MAX_DOC = 10_000
_MAX_NAME = 200


class Loans:
    """Ids and what they stand for; all but the methods of derived classes is void when the test ends."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._lent: dict[int, Any] = {}
        self._ids: dict[int, int] = {}
        self._methods: dict[int, Any] = {}

    def forget(self) -> None:
        """A new test begins."""
        self._lent = dict(self._methods)
        self._ids = {id(method): oid for oid, method in self._methods.items()}

    def find(self, oid: int) -> Any:
        """What was lent in this test under an id. Raises `Breach`."""
        try:
            return self._lent[oid]
        except KeyError:
            raise Breach("a use of something that was not lent in this test") from None

    def find_layer(self, oid: int) -> nn.Module:
        """The layer of the suite's that was lent under an id. Raises `Breach`."""
        layer = self.find(oid)
        if not isinstance(layer, nn.Module):
            raise Breach("a layer that was not lent in this test")
        return layer

    def take_back(self, oids: Iterable[int]) -> None:
        """These ids never crossed."""
        for oid in oids:
            self._ids.pop(id(self._lent.pop(oid, None)), None)

    def keep_methods(self, methods: Iterable[Any]) -> None:
        """These are of a class that the suite derived: they stay lent as long as the box does."""
        for method in methods:
            oid = self._ids.get(id(method))
            if oid is not None:
                self._methods[oid] = method

    def encode(self, encoder: Encoding, value: Any) -> int | None:
        """The node of something that is lent from now on; None for what can't be."""
        if issubclass(type(value), nn.Module):
            return self._encode_layer(encoder, value)
        library = library_name(value)
        plain = is_plain_object(value)
        if not (library or plain or callable(value) or hasattr(type(value), "__next__")):
            return None
        index = encoder.reserve(value)
        if library:
            return encoder.fill(index, nodes.Lent(self._objects.new_id(), "library", library, None, None, []))
        oid = self._id_of(value)
        doc = _doc(value)
        if plain:
            return encoder.fill(index, nodes.Lent(oid, "object", type(value).__name__, doc, None, special_of(value)))
        name = str(getattr(value, "__name__", "function"))[:_MAX_NAME]
        if not callable(value):
            return encoder.fill(index, nodes.Lent(oid, "iterator", name, None, None, []))
        return encoder.fill(index, nodes.Lent(oid, "function", name, doc, parameters_of(value), []))

    def _encode_layer(self, encoder: Encoding, layer: nn.Module) -> int:
        """It is in step like torch's own, and its code is lent."""
        index = encoder.reserve(layer)
        oid = self._objects.id_of(layer)
        base = next(base for base in type(layer).__mro__ if (name_of_constant(base) or "").startswith("nn:"))
        name, doc = type(layer).__name__, _doc(type(layer))
        node = nodes.LentLayer(oid, name, doc, encoder.add(base), *encode_contents(encoder, layer))
        self._lent[oid] = layer  # now that it crosses
        return encoder.fill(index, node)

    def _id_of(self, value: Any) -> int:
        oid = self._ids.get(id(value))
        if oid is None:
            oid = self._ids[id(value)] = self._objects.new_id()
            self._lent[oid] = value
        return oid


def _doc(value: Any) -> str | None:
    doc = getattr(value, "__doc__", None)
    return doc[:_MAX_DOC] if isinstance(doc, str) else None
