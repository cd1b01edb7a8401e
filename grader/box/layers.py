"""Layers of the suite's own classes: what torch keeps of them is here and in step, their code runs in the judge."""

from __future__ import annotations

from typing import Any

from torch import nn

from grader.box.lent import CallBack
from grader.wire import nodes
from grader.wire.breach import CannotCross
from grader.wire.modules import bring_up_to_date, encode_contents
from grader.wire.ports import Decoding, Encoding

__all__ = ["LentLayer", "decode_lent_layer", "encode_lent_layer"]

_LOCAL = frozenset(nn.Module().__dict__)
_SLOTS = ("_parameters", "_buffers", "_modules")


class LentLayer:
    """Stands for a layer of the suite's: parameters, buffers, children and modes are its own; the rest is asked for."""

    _grader_oid: int
    _grader_call_back: CallBack

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Run it where its code is."""
        return self._grader_call_back(self._grader_oid, "call", args, kwargs)

    def __getattr__(self, name: str) -> Any:
        space = self.__dict__
        for slot in _SLOTS:
            if name in space.get(slot, ()):
                return space[slot][name]
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return self._grader_call_back(self._grader_oid, "get", (name,), {})

    def __setattr__(self, name: str, value: Any) -> None:
        known = name in _LOCAL or any(name in self.__dict__.get(slot, ()) for slot in _SLOTS)
        if known or isinstance(value, nn.Parameter | nn.Module):
            nn.Module.__setattr__(self, name, value)  # type: ignore[arg-type]
        elif name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            self._grader_call_back(self._grader_oid, "set", (name, value), {})

    def __deepcopy__(self, _memo: object) -> Any:
        return self._grader_call_back(self._grader_oid, "deepcopy", (), {})

    def __copy__(self) -> Any:
        return self._grader_call_back(self._grader_oid, "copy", (), {})

    def __reduce__(self) -> Any:
        raise TypeError(f"a {type(self).__name__} of the tests can't be pickled; save its state_dict()")


def encode_lent_layer(encoder: Encoding, layer: Any) -> int:
    """The node of a lent layer, as it is now. Raises `CannotCross` for one of an earlier test."""
    oid = encoder.objects.known_id(layer)
    if not oid:
        raise CannotCross("a layer that was lent in an earlier test")
    index = encoder.reserve(layer)
    return encoder.fill(index, nodes.LentBack(oid, *encode_contents(encoder, layer)))


def decode_lent_layer(decoder: Decoding, index: int, node: nodes.LentLayer, call_back: CallBack) -> Any:
    """What stands here for a layer of the suite's, brought up to date."""
    layer = decoder.objects.find(node.oid)
    if layer is None:
        layer = _make_layer(node, decoder.value(node.base), call_back)
        decoder.objects.adopt(node.oid, layer)
    bring_up_to_date(layer, decoder, index, node)
    return layer


def _make_layer(node: nodes.LentLayer, base: type[nn.Module], call_back: CallBack) -> nn.Module:
    """One of a class over `base`, still without its parameters."""
    space = {"__doc__": node.doc, "_grader_oid": node.oid, "_grader_call_back": staticmethod(call_back)}
    made: Any = type(node.name, (LentLayer, base), space)
    layer: nn.Module = made.__new__(made)
    nn.Module.__init__(layer)
    return layer
