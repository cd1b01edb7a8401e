"""The closed set of things a value graph is made of.

A graph is a list of nodes; a node names others by their index in the list, so shared and cyclic parts are said once.
Mutable objects carry an object id (`oid`): positive if the judge made them, negative if the box did. Ids hold for the
length of a test, which is what keeps identity and aliasing alive across calls. What cannot cross by copy stays where it
is, is *held* there under an id that lasts as long as the other side wants it, and crosses as that id.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from grader.wire.caps import MAX_NODES
from grader.wire.signatures import Parameter

__all__ = [
    "ArrayNode",
    "Bytes",
    "Complex",
    "Constant",
    "ErrorNode",
    "GeneratorNode",
    "Graph",
    "Held",
    "HeldClass",
    "HeldFunction",
    "HeldObject",
    "Hook",
    "Integer",
    "Known",
    "Lent",
    "LentBack",
    "LentLayer",
    "Mapping",
    "ModuleNode",
    "NamedTupleNode",
    "Node",
    "NumpyScalar",
    "OptimizerNode",
    "ParameterGroup",
    "Plain",
    "Sequence",
    "Slice",
    "Slot",
    "Standard",
    "Storage",
    "TensorNode",
    "Twin",
]

Index = int
"""Of a node in the graph; -1 where there is none."""
Slot = tuple[str, Index]
"""A parameter, buffer or child of a layer by its name; -1 for one that is None."""
Hook = tuple[str, int, Index, bool]
"""Which of a layer's dicts it is in, its key there, the node of the function, and whether it is given keywords."""


class Plain(msgspec.Struct, frozen=True, array_like=True, tag=0, gc=False):
    """None, a bool, a 64-bit int, a float or a str."""

    value: bool | int | float | str | None


class Bytes(msgspec.Struct, frozen=True, array_like=True, tag=13, gc=False):
    """A byte string."""

    value: bytes


class Integer(msgspec.Struct, frozen=True, array_like=True, tag=1, gc=False):
    """An int beyond 64 bits: two's complement, little-endian."""

    data: bytes


class Complex(msgspec.Struct, frozen=True, array_like=True, tag=2, gc=False):
    """A complex number."""

    real: float
    imag: float


class Constant(msgspec.Struct, frozen=True, array_like=True, tag=3, gc=False):
    """A singleton or a dtype or device, by a name from the codec's own table."""

    name: str


class Slice(msgspec.Struct, frozen=True, array_like=True, tag=4):
    """A slice or a range."""

    kind: str
    start: Index
    stop: Index
    step: Index


class Sequence(msgspec.Struct, frozen=True, array_like=True, tag=5):
    """list, tuple, set, frozenset, deque, bytearray (as one Bytes) or torch.Size; `oid` is 0 for the immutable ones."""

    kind: str
    oid: int
    items: list[Index]


class Mapping(msgspec.Struct, frozen=True, array_like=True, tag=6):
    """dict, OrderedDict, Counter or defaultdict, in order; `factory` is the default factory of the last."""

    kind: str
    oid: int
    keys: list[Index]
    values: list[Index]
    factory: Index = -1


class NumpyScalar(msgspec.Struct, frozen=True, array_like=True, tag=7, gc=False):
    """A NumPy scalar: its dtype by name and its bytes."""

    dtype: str
    data: bytes


class Storage(msgspec.Struct, frozen=True, array_like=True, tag=8, gc=False):
    """A block of memory that arrays or tensors view. `buffer` is an index into the frame's buffers, -1: unchanged."""

    kind: str
    oid: int
    nbytes: int
    buffer: int


class ArrayNode(msgspec.Struct, frozen=True, array_like=True, tag=9):
    """A NumPy array: a view of a storage. Strides and offset in bytes."""

    oid: int
    storage: Index
    dtype: str
    shape: list[int]
    strides: list[int]
    offset: int
    writeable: bool


class TensorNode(msgspec.Struct, frozen=True, array_like=True, tag=10):
    """A strided tensor: a view of a storage. Strides and offset in elements."""

    oid: int
    storage: Index
    dtype: str
    shape: list[int]
    strides: list[int]
    offset: int
    requires_grad: bool
    leaf: bool
    parameter: bool
    grad: Index
    device: str


class ModuleNode(msgspec.Struct, frozen=True, array_like=True, tag=11):
    """A layer, container or loss of torch.nn, by class name."""

    oid: int
    cls: str
    training: bool
    config: dict[str, Index]
    parameters: list[Slot]
    buffers: list[Slot]
    modules: list[Slot]
    hooks: list[Hook] = []
    """Of the suite's; see `wire.hooks`."""


class ParameterGroup(msgspec.Struct, frozen=True, array_like=True):
    """One entry of an optimizer's `param_groups`."""

    params: list[Index]
    options: dict[str, Index]


class OptimizerNode(msgspec.Struct, frozen=True, array_like=True, tag=12):
    """An optimizer of torch.optim with its groups and its state by parameter."""

    oid: int
    cls: str
    groups: list[ParameterGroup]
    state: list[tuple[Index, dict[str, Index]]]


class GeneratorNode(msgspec.Struct, frozen=True, array_like=True, tag=24):
    """A generator of random numbers: NumPy's with its bit generator's state as plain values, or torch's as bytes."""

    oid: int
    kind: str
    state: Index


class Known(msgspec.Struct, frozen=True, array_like=True, tag=14, gc=False):
    """A value that crossed in this test, as the other side last had it."""

    oid: int


class Held(msgspec.Struct, frozen=True, array_like=True, tag=15, gc=False):
    """Something that stays with one side and that the other has met."""

    oid: int


class HeldClass(msgspec.Struct, frozen=True, array_like=True, tag=16):
    """A class of the box's, at first sight.

    `library` says that it comes from an installed package, `module` where from. `members` are its own and those of
    bases that are not described: name to "function", "static", "class", "property" or "none". `special` are those of
    its metaclass.
    """

    oid: int
    module: str
    name: str
    doc: str | None
    library: bool
    bases: list[Index]
    members: dict[str, str]
    special: list[str]
    fields: list[str]
    """Of a dataclass, in order."""
    docs: dict[str, str]
    """What members say of themselves."""
    known: list[str]
    """Classes of Python's and the libraries' that it descends from too, by their constants' names."""
    abstract: list[str]


class HeldObject(msgspec.Struct, frozen=True, array_like=True, tag=17):
    """An object of the box's, at first sight."""

    oid: int
    cls: Index
    hash: int | None


class HeldFunction(msgspec.Struct, frozen=True, array_like=True, tag=18):
    """A function or another plain callable of the box's, at first sight."""

    oid: int
    name: str
    qualname: str
    doc: str | None
    parameters: list[Parameter] | None
    file: str
    """As the submission names it."""
    line: int
    flags: int
    """As in `__code__.co_flags`."""
    wraps: bool
    """Whether it has a `__wrapped__`."""


class Twin(msgspec.Struct, frozen=True, array_like=True, tag=19):
    """A layer of the student's own class: an object of the box's whose torch parts are kept in step on both sides."""

    oid: int
    cls: Index
    training: bool
    parameters: list[Slot]
    buffers: list[Slot]
    modules: list[Slot]
    hooks: list[Hook] = []


class LentLayer(msgspec.Struct, frozen=True, array_like=True, tag=25):
    """A layer of a class of the suite's, lent to the box for the test: its torch parts are kept in step on both sides.

    `base` is the nearest class of torch's that it descends from.
    """

    oid: int
    name: str
    doc: str | None
    base: Index
    training: bool
    parameters: list[Slot]
    buffers: list[Slot]
    modules: list[Slot]


class LentBack(msgspec.Struct, frozen=True, array_like=True, tag=26):
    """A lent layer as the box has it by now."""

    oid: int
    training: bool
    parameters: list[Slot]
    buffers: list[Slot]
    modules: list[Slot]


class Lent(msgspec.Struct, frozen=True, array_like=True, tag=20):
    """What the judge lends for the test: the box may ask it back while a question is open.

    `kind` is "function", "iterator", "object" (of the suite's own class, with these `special` methods), or "library"
    for a function that both sides have.
    """

    oid: int
    kind: str
    name: str
    doc: str | None
    parameters: list[Parameter] | None
    special: list[str]


class NamedTupleNode(msgspec.Struct, frozen=True, array_like=True, tag=21):
    """A tuple with names, of a class of the suite's."""

    name: str
    fields: list[str]
    items: list[Index]


class ErrorNode(msgspec.Struct, frozen=True, array_like=True, tag=22):
    """An exception of a built-in class."""

    builtin: str
    args: list[Index]


class Standard(msgspec.Struct, frozen=True, array_like=True, tag=23):
    """An immutable value of the standard library, rebuilt from plain parts."""

    kind: str
    parts: list[Index]


Node = (
    Plain
    | Bytes
    | Integer
    | Complex
    | Constant
    | Slice
    | Sequence
    | Mapping
    | NumpyScalar
    | Storage
    | ArrayNode
    | TensorNode
    | ModuleNode
    | OptimizerNode
    | GeneratorNode
    | Known
    | Held
    | HeldClass
    | HeldObject
    | HeldFunction
    | Twin
    | Lent
    | LentLayer
    | LentBack
    | NamedTupleNode
    | ErrorNode
    | Standard
)


class Graph(msgspec.Struct, frozen=True, array_like=True):
    """Nodes, and the lengths of the buffers that follow in the frame, in order."""

    nodes: Annotated[list[Node], msgspec.Meta(max_length=MAX_NODES)]
    sizes: Annotated[list[int], msgspec.Meta(max_length=MAX_NODES)]
