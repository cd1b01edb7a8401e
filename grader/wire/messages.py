"""The messages between judge and box.

The judge asks, the box answers. While a question is open the box may call what the judge lent it, and nothing else.
"""

from __future__ import annotations

import msgspec

from grader.wire.nodes import Graph
from grader.wire.numerics import Numerics

__all__ = [
    "Answer",
    "Ask",
    "Defined",
    "Do",
    "Frame",
    "Import",
    "Imported",
    "Problem",
    "Raised",
    "Ready",
    "Reply",
    "Setting",
    "Warned",
    "decode_ask",
    "decode_reply",
    "encode",
]


class Import(msgspec.Struct, frozen=True, tag="import"):
    """Define the student's modules: from files, or from notebook cells run in order.

    `modules` are the names that the suite may ask for, the exercise's own first. `seed` seeds the box's own random
    generators; it tells nothing of the seed behind the inputs. `packages` are what the course offers beside the
    standard library, torch, numpy and matplotlib.
    """

    call: int
    modules: list[str]
    files: list[tuple[str, str]]
    cells: list[tuple[int, str]]
    packages: list[str]
    seed: int
    output: int


class Setting(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a single process would share, as far as it changed since the last question; see `box.settings`."""

    grad: bool = True
    dtype: str | None = None
    random: tuple[int, list[int], float | None] | None = None
    numpy: tuple[bytes, int, int, float] | None = None
    torch: bytes | None = None
    names: dict[str, int] = {}
    """Patched names of modules ("builtins.input") to nodes; -1 undoes."""
    environ: dict[str, str | None] = {}
    folder: str | None = None
    """The working folder."""
    numerics: Numerics | None = None


class Do(msgspec.Struct, frozen=True, tag="do"):
    """Do one thing with `target`: an operation of `box.operations`, or, from the box, "call" of what was lent.

    `present` are the values that both sides keep in step beside the arguments, `drop` the ids that nobody wants any
    more. `fresh` begins a new test: the ids of values and of what was lent are void.
    """

    call: int
    op: str
    target: int
    args: list[int]
    kwargs: dict[str, int]
    present: list[int]
    graph: Graph
    lent: int = 0
    """From the box: the id of the callable that the judge is to call."""
    fresh: bool = False
    setting: Setting | None = None
    drop: list[int] = []
    files: list[tuple[str, int]] = []
    """Changed files of the temporary folder: path to the buffer that holds it, -1 a folder, -2 gone."""
    printed: list[tuple[int, str]] = []


Ask = Import | Do


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """A place in the student's source, innermost last."""

    file: str
    line: int


class Problem(msgspec.Struct, frozen=True):
    """An exception: the first built-in class of its ancestry, its own class's name, its text and its arguments.

    `args` are nodes. `held` is the node of the exception object itself where its class is the student's own, `lent` the
    id of an exception that the judge raised in a callback and that came through unchanged.
    """

    builtin: str
    name: str
    text: str
    args: list[int]
    frames: list[Frame]
    cell: int | None = None
    held: int = -1
    lent: int = 0
    cause: Problem | None = None
    context: Problem | None = None
    notes: list[str] = []
    """What `add_note` was told."""


class Warned(msgspec.Struct, frozen=True, array_like=True):
    """A warning that the student's code gave: a built-in category, the node of one's own, the text, and where."""

    category: str
    held: int
    text: str
    file: str
    line: int


class Defined(msgspec.Struct, frozen=True, array_like=True):
    """A public name of a module of the student's, with its node."""

    module: str
    name: str
    index: int


class Imported(msgspec.Struct, frozen=True, tag="imported"):
    """The modules are there, as far as it goes.

    `problems` says where the exercise's own failed (a notebook may in several cells), `failed` which others did.
    """

    call: int
    names: list[Defined]
    graph: Graph
    problems: list[Problem]
    failed: dict[str, Problem]
    printed: list[tuple[int, str]]
    warned: list[Warned]


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """It was done. `present` are the nodes of all that both sides keep in step, as they are now.

    `depends` are the ids of the values that the computed tensors of this answer came from.
    """

    call: int
    result: int
    present: list[int]
    graph: Graph
    printed: list[tuple[int, str]] = []
    warned: list[Warned] = []
    depends: list[int] = []
    files: list[tuple[str, int]] = []


class Raised(msgspec.Struct, frozen=True, tag="raised"):
    """It raised. What it changed before that is in `present`."""

    call: int
    problem: Problem
    present: list[int]
    graph: Graph
    printed: list[tuple[int, str]] = []
    warned: list[Warned] = []
    files: list[tuple[str, int]] = []


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The box's first words, before any student code: it is confined, or `fault` says why it could not be."""

    fault: str


Reply = Ready | Imported | Answer | Raised | Do

_encoder = msgspec.msgpack.Encoder()
_ask_decoder = msgspec.msgpack.Decoder(Import | Do | Answer | Raised)
_reply_decoder = msgspec.msgpack.Decoder(Reply)


def encode(message: Ask | Reply) -> bytes:
    """A message as MessagePack. Raises `UnicodeEncodeError` for text with lone surrogates."""
    return _encoder.encode(message)


def decode_ask(data: bytes) -> Ask | Answer | Raised:
    """A message for the box. Raises `msgspec.MsgspecError` for anything else."""
    message: Ask | Answer | Raised = _ask_decoder.decode(data)
    return message


def decode_reply(data: bytes) -> Reply:
    """A message for the judge. Raises `msgspec.MsgspecError` (or `RecursionError`) for anything else."""
    message: Reply = _reply_decoder.decode(data)
    return message
