"""The messages between judge and box. The judge asks, the box answers; nothing else is ever said."""

from __future__ import annotations

import msgspec

from grader.wire.nodes import Graph

__all__ = [
    "Answer",
    "Ask",
    "Call",
    "Defined",
    "Frame",
    "Import",
    "Imported",
    "Problem",
    "Raised",
    "Ready",
    "Reply",
    "decode_ask",
    "decode_reply",
    "encode",
]


class Import(msgspec.Struct, frozen=True, tag="import"):
    """Define the student's module: from files, or from notebook cells run in order.

    `seed` seeds the box's own random generators; it tells nothing of the seed behind the inputs. `packages` are what
    the course offers beside the standard library, torch, numpy and matplotlib.
    """

    call: int
    module: str
    files: list[tuple[str, str]]
    cells: list[tuple[int, str]]
    packages: list[str]
    seed: int
    output: int


class Call(msgspec.Struct, frozen=True, tag="call"):
    """Call a function of the student's module. `fresh` begins a new test: earlier object ids are void."""

    call: int
    fresh: bool
    name: str
    args: list[int]
    kwargs: dict[str, int]
    graph: Graph


Ask = Import | Call


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """A place in the student's source, innermost last."""

    file: str
    line: int


class Problem(msgspec.Struct, frozen=True):
    """An exception of the student's: the first built-in class of its ancestry, its own class's name, and its text."""

    builtin: str
    name: str
    text: str
    args: list[str | int | float | bool | None]
    frames: list[Frame]
    cell: int | None = None


class Defined(msgspec.Struct, frozen=True, array_like=True):
    """A public name of the student's module: "function", "value" (a plain one, at `index` of the graph) or "other"."""

    name: str
    kind: str
    index: int


class Imported(msgspec.Struct, frozen=True, tag="imported"):
    """The module is there, as far as it goes; `problems` says where it failed."""

    call: int
    names: list[Defined]
    graph: Graph
    problems: list[Problem]
    stdout: str


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """The function returned. `lent` are the nodes of the arguments' objects as they are now."""

    call: int
    result: int
    lent: list[int]
    graph: Graph
    stdout: str


class Raised(msgspec.Struct, frozen=True, tag="raised"):
    """The function raised. What it changed in its arguments before that is in `lent`."""

    call: int
    problem: Problem
    lent: list[int]
    graph: Graph
    stdout: str


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The box's first words, before any student code: it is confined, or `fault` says why it could not be."""

    fault: str


Reply = Ready | Imported | Answer | Raised

_encoder = msgspec.msgpack.Encoder()
_ask_decoder = msgspec.msgpack.Decoder(Ask)
_reply_decoder = msgspec.msgpack.Decoder(Reply)


def encode(message: Ask | Reply) -> bytes:
    """A message as MessagePack. Raises `UnicodeEncodeError` for text with lone surrogates."""
    return _encoder.encode(message)


def decode_ask(data: bytes) -> Ask:
    """A message for the box. Raises `msgspec.MsgspecError` for anything else."""
    message: Ask = _ask_decoder.decode(data)
    return message


def decode_reply(data: bytes) -> Reply:
    """A message for the judge. Raises `msgspec.MsgspecError` (or `RecursionError`) for anything else."""
    message: Reply = _reply_decoder.decode(data)
    return message
