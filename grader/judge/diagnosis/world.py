"""The values of one test as the student's code had them, call by call, read from the tape.

Nobody's code runs here: messages are decoded as they were when they came. A `Cast` says what plays the part of objects
that stayed in the box: for the student's own run nothing does, for a variant its own objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from grader.judge.subject.handles import Root
from grader.judge.subject.tape import Exchange
from grader.wire import nodes
from grader.wire.decode import Decoder
from grader.wire.frames import Payload
from grader.wire.large import Buffer, Part
from grader.wire.messages import Answer
from grader.wire.modules import bring_up_to_date
from grader.wire.objects import READER, Objects
from grader.wire.ports import Decoding, Encoding

__all__ = ["Asked", "Cast", "Held", "HeldLayer", "Unknown", "World"]

_INTRODUCED = (nodes.HeldClass, nodes.HeldFunction, nodes.HeldObject, nodes.Twin)


class Unknown(Exception):  # noqa: N818 - it names what happened
    """Something takes part that the tape does not hold: what follows in the test can't be compared."""


class Held:
    """Stands for an object of the student's, by its id, while nobody plays it."""

    def __init__(self, oid: int) -> None:
        self.oid = oid


class HeldLayer(nn.Module):
    """Stands for a layer of the student's own class: its parameters, buffers and children are here."""


@dataclass
class Cast:
    """What plays the part of objects of one box, by the box's ids; `offer` gives what stands under a root.

    Without it nobody plays: everything that stayed in the box is a `Held`.
    """

    roots: Mapping[int, Root]
    offer: Callable[[Root], Any] | None = None
    played: dict[int, Any] = field(default_factory=dict)
    layers: dict[int, HeldLayer] = field(default_factory=dict)

    def find(self, oid: int) -> Any:
        """What plays this object. Raises `Unknown`."""
        if self.offer is None:
            return self.layers.get(oid) or Held(oid)
        if oid in self.roots:
            return self.offer(self.roots[oid])
        if oid in self.played:
            return self.played[oid]
        raise Unknown(f"nothing plays {oid}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: what to do, with what."""

    target: Any
    args: list[Any]
    kwargs: dict[str, Any]
    contents: Callable[[int], Buffer | Part]
    """Of files that came along."""


class World:
    """The objects of one test. Raises `Unknown` and `Breach` for what it can't follow."""

    def __init__(self, cast: Cast) -> None:
        self.objects = Objects(READER)
        self.cast = cast
        self._side = _Side(cast)

    def hear_question(self, exchange: Exchange) -> Asked:
        """Bring the objects up to date as the box did before it answered, and give the question."""
        ask = exchange.ask
        if ask.fresh:
            self.objects.forget()
        decoder = Decoder(ask.graph, Payload.of(exchange.pieces), self.objects, self._side)
        for index in ask.present:
            decoder.value(index)
        target = decoder.value(ask.target) if ask.target >= 0 else None
        asked = Asked(
            target,
            [decoder.value(index) for index in ask.args],
            {name: decoder.value(index) for name, index in ask.kwargs.items()},
            decoder.buffer,
        )
        decoder.take_up()
        self.objects.drop([oid for oid in ask.drop if oid not in self.cast.layers])
        return asked

    def hear_answer(self, exchange: Exchange) -> tuple[Any, Callable[[int], Buffer | Part]]:
        """Bring the objects up to date as the judge did when it was answered; the result, and contents of files."""
        reply = exchange.reply
        decoder = Decoder(reply.graph, exchange.payload, self.objects, self._side)
        result = decoder.value(reply.result) if isinstance(reply, Answer) else None
        for index in reply.present:
            decoder.value(index)
        for index, node in enumerate(reply.graph.nodes):
            if isinstance(node, _INTRODUCED):
                decoder.value(index)
        decoder.take_up()
        return result, decoder.buffer

    def cast_parts(self, students: Any, variants: Any) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Have the parts of a variant's result play those of the student's; the tensors that correspond."""
        pairs: list[tuple[torch.Tensor, torch.Tensor]] = []
        waiting = [(students, variants)]
        while waiting:
            one, other = waiting.pop()
            if isinstance(one, Held):
                self.cast.played[one.oid] = other
            elif isinstance(one, HeldLayer):
                if isinstance(other, nn.Module) and _fits(other, one):
                    _put_in(other, one)
                    self.cast.played[next(oid for oid, layer in self.cast.layers.items() if layer is one)] = other
            elif isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
                pairs.append((one, other))
            elif type(one) in (list, tuple) and type(other) in (list, tuple):
                waiting += zip(one, other, strict=False)
            elif type(one) is dict and type(other) is dict:
                waiting += [(value, other[key]) for key, value in one.items() if key in other]
        return pairs


class _Side:
    """What stands here for nodes that do not cross by copy."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def encode(self, encoder: Encoding, value: Any) -> int | None:
        """Nothing is written."""
        del encoder, value
        return None

    def decode(self, decoder: Decoding, index: int, node: nodes.Node) -> Any:
        """The object that plays the part. Raises `Unknown`."""
        match node:
            case nodes.Held(oid) if oid < 0:
                return self._cast.find(oid)
            case nodes.HeldClass() | nodes.HeldFunction() | nodes.HeldObject():
                return self._cast.played.setdefault(node.oid, Held(node.oid))
            case nodes.Twin():
                return self._layer(decoder, index, node)
            case nodes.NamedTupleNode():
                return tuple(decoder.value(item) for item in node.items)
            case _:
                raise Unknown(f"a {type(node).__name__}")

    def _layer(self, decoder: Decoding, index: int, node: nodes.Twin) -> nn.Module:
        """The layer itself in the student's run; in a variant's its own one, with the parameters of the student's."""
        layer = self._cast.layers.get(node.oid)
        if layer is None:
            layer = self._cast.layers[node.oid] = HeldLayer()
        bring_up_to_date(layer, decoder, index, node)
        own = self._cast.played.get(node.oid)
        return _put_in(own, layer) if isinstance(own, nn.Module) else layer


def _fits(own: nn.Module, layer: HeldLayer) -> bool:
    """Are the parameters and buffers of both of the same shapes, in order?"""
    return [value.shape for _, _, value in _slots(own)] == [value.shape for _, _, value in _slots(layer)]


def _put_in(own: nn.Module, layer: HeldLayer) -> nn.Module:
    """Have a variant's layer hold the very parameters and buffers of the student's, in their order."""
    if not _fits(own, layer):
        raise Unknown("a layer that holds other parameters than the variant's")
    for (slots, name, _), (_, _, value) in zip(_slots(own), _slots(layer), strict=True):
        slots[name] = value
    own.train(layer.training)
    return own


def _slots(layer: nn.Module) -> list[tuple[dict[str, Any], str, torch.Tensor]]:
    """All parameters, then all buffers in a layer, with where they are kept."""
    found = []
    for kind in ("_parameters", "_buffers"):
        for part in layer.modules():
            slots = part.__dict__.get(kind, {})
            found += [(slots, name, value) for name, value in slots.items() if value is not None]
    return found
