"""One call as it was sent, for the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.judge.literals import write_literal
from grader.judge.subject.handles import Ref
from grader.judge.subject.mirrors import Mirrors
from grader.wire import nodes
from grader.wire.decode import Decoder
from grader.wire.frames import Payload
from grader.wire.large import Piece
from grader.wire.messages import Do
from grader.wire.objects import Objects
from grader.wire.ports import Decoding, Encoding
from grader.wire.reading import keep_known, make_reader

__all__ = ["CallRecord", "record_call"]

_MAX_RECORDED = 1 << 20


@dataclass(frozen=True)
class CallRecord:
    """Enough to write the call as Python: what was called, and its arguments as they were."""

    name: str
    ask: Do | None
    """None where the arguments are too large to keep."""
    payload: Payload
    known: dict[int, Any]
    """What the box had already, see `keep_known`."""
    mirrors: Mirrors
    size: int = 0
    """Bytes of the arguments that are kept."""

    def write(self) -> str:
        """The call as a student would type it."""
        ask = self.ask
        if ask is None:
            return f"{self.name}(...)"
        decoder = Decoder(ask.graph, self.payload, make_reader(self.known), _Reading(self.mirrors))
        name, args = self.name, [decoder.value(index) for index in ask.args]
        if ask.op == "method":
            name, args = f"{name}.{args[0]}", args[1:]
        shown = [write_literal(arg) for arg in args]
        shown += [f"{key}={write_literal(decoder.value(index))}" for key, index in ask.kwargs.items()]
        return f"{name}({', '.join(shown)})"


def record_call(ref: Ref | None, ask: Do, pieces: Sequence[Piece], objects: Objects, mirrors: Mirrors) -> CallRecord:
    """Keep a call."""
    name = ref.root[1] if ref is not None and ref.root is not None else "..."
    if ref is not None and ref.root is None and ref.label:
        name = f"<{ref.label}>"
    size = sum(len(piece) for piece in pieces)
    if size > _MAX_RECORDED:
        return CallRecord(name, None, Payload(), {}, mirrors)
    return CallRecord(name, ask, Payload.of(pieces), keep_known(ask.graph, objects), mirrors, size)


class _Reading:
    """The `Side` of a report: names what stayed in the box."""

    def __init__(self, mirrors: Mirrors) -> None:
        self._mirrors = mirrors

    def encode(self, encoder: Encoding, value: Any) -> int | None:
        """Nothing is written back."""
        del encoder, value
        return None

    def decode(self, decoder: Decoding, index: int, node: nodes.Node) -> Any:
        """The handle itself where it is known still, for its type's name."""
        del index
        match node:
            case nodes.Held(oid) | nodes.Twin(oid):
                return self._mirrors.peek(oid)
            case nodes.NamedTupleNode():
                return tuple(decoder.value(item) for item in node.items)
            case nodes.Lent():
                return _Function() if node.kind != "iterator" else iter(())
        return None


class _Function:
    """Named by its type only."""


_Function.__name__ = "function"
