"""What came of a call, taken down as plain data that nothing changes: result, exception, arguments afterwards."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.judge.kinds import kind_of, widen
from grader.wire.builtin import error_name
from grader.wire.messages import Problem

__all__ = [
    "Entries",
    "Items",
    "Layer",
    "Numbers",
    "Optimizer",
    "Outcome",
    "Plain",
    "Snapshot",
    "Thing",
    "Thrown",
    "find_places",
    "take_arguments",
    "take_error",
    "take_problem",
    "take_value",
]

MAX_ELEMENTS = 1 << 20
MAX_PARTS = 5_000
MAX_DEPTH = 12
MAX_BITS = 1000
"""What is larger or deeper is taken down as a thing that nothing equals."""
_PLACES = re.compile(r"0x[0-9a-f]{6,}")
_OPTIONS = ("lr", "momentum", "dampening", "weight_decay", "nesterov", "maximize", "betas", "eps", "alpha", "rho")


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A number, an array, a tensor or a flat list of numbers, in float64 or complex128."""

    family: str
    values: np.ndarray[Any, Any]
    dtype: str
    needs_grad: bool = False
    grad: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """A text, None, a constant: what is the same or not."""

    kind: str
    value: object


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """A list, a tuple or a set of anything else."""

    kind: str
    parts: tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """A dict."""

    parts: Mapping[object, Snapshot]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A layer of torch's own (by name) or of another class (without): what it holds, in order."""

    name: str
    parameters: tuple[tuple[str, Numbers], ...]
    buffers: tuple[tuple[str, Numbers], ...]
    modes: tuple[bool, ...]
    """For each layer in it whether it is in training mode."""


@dataclass(frozen=True, slots=True, eq=False)
class Optimizer:
    """An optimizer: for each group where its parameters are among the arguments, and its options."""

    name: str
    groups: tuple[tuple[tuple[str, ...], Mapping[str, object]], ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """What can't be looked into: an object of somebody's own class, a function."""

    name: str
    is_large: bool = False


_PLACE = Thing("place")
Snapshot = Numbers | Plain | Items | Entries | Layer | Optimizer | Thing


@dataclass(frozen=True, slots=True)
class Thrown:
    """An exception: the built-in class that it is or descends from, the name of its own class, its text."""

    builtin: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came of one call."""

    result: Snapshot | None
    thrown: Thrown | None
    args: tuple[Snapshot, ...]
    """The arguments as they were afterwards."""
    is_random: bool = False
    """Whether the same call gives something else with other random numbers."""
    wrote: bool = False
    """Whether it wrote a file in the suite's temporary folder."""


def take_value(value: Any, places: Mapping[int, str] | None = None) -> Snapshot:
    """A value as it is now; `places` names tensors by `id`, for optimizers over them."""
    return _Taker(places or {}).take(value, MAX_DEPTH)


def take_arguments(args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[tuple[Snapshot, ...], dict[int, str]]:
    """Arguments as they are now, and the places of the tensors among them."""
    taker = _Taker({})
    taken = tuple(taker.take(arg, MAX_DEPTH, f"{place}") for place, arg in [*enumerate(args), *kwargs.items()])
    return taken, taker.found


def find_places(args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[int, str]:
    """The places of the tensors among arguments, as `take_arguments` names them, without a look at what they hold."""
    taker = _Taker({}, only_places=True)
    for place, arg in [*enumerate(args), *kwargs.items()]:
        taker.take(arg, MAX_DEPTH, f"{place}")
    return taker.found


def take_error(error: BaseException) -> Thrown:
    """An exception that was raised here."""
    kind = type(error)
    builtin = next(filter(None, map(error_name, kind.__mro__)), "RuntimeError")
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return Thrown(builtin, name, _PLACES.sub("0x", str(error)))


def take_problem(problem: Problem) -> Thrown:
    """An exception as the box tells of it."""
    return Thrown(problem.builtin, problem.name, _PLACES.sub("0x", problem.text))


class _Taker:
    def __init__(self, places: Mapping[int, str], *, only_places: bool = False) -> None:
        self._only_places = only_places
        self.found: dict[int, str] = {}
        self._places = places
        self._parts = MAX_PARTS
        self._elements = MAX_ELEMENTS

    def take(self, value: Any, depth: int, place: str = "") -> Snapshot:
        self._parts -= 1
        if depth == 0 or self._parts < 0:
            return Thing("large", is_large=True)
        if isinstance(value, nn.Module):
            return self._layer(value, place)
        if isinstance(value, torch.optim.Optimizer):
            return self._optimizer(value)
        kind = kind_of(value)
        if kind == "number":
            return _PLACE if self._only_places else _number(value)
        if kind in ("NumPy array", "tensor"):
            self.found.setdefault(id(value), place)
            return _PLACE if self._only_places else self._array(value, kind, depth)
        if kind in ("list", "tuple"):
            return self._items(value, kind, depth, place)
        if kind in ("set", "frozenset"):
            texts = sorted((repr(item) for item in value if kind_of(item) in ("number", "str")), key=str)
            return Items("set", tuple(Plain("str", text) for text in texts))
        if kind == "dict":
            return self._entries(value, depth, place)
        if kind in ("str", "bytes", "None"):
            return Plain(kind, value)
        if type(value) in (torch.dtype, torch.device, torch.Size, slice, range):
            return Plain("constant", str(value))
        return Thing("function" if callable(value) else "object")

    def _items(self, value: Any, kind: str, depth: int, place: str) -> Snapshot:
        if value and all(kind_of(item) == "number" for item in value):
            if self._only_places:
                return _PLACE
            numbers = [_number(item) for item in value]
            if all(isinstance(one, Numbers) for one in numbers):
                complexes = any(one.values.dtype.kind == "c" for one in numbers if isinstance(one, Numbers))
                values = [one.values.item() for one in numbers if isinstance(one, Numbers)]
                return Numbers(kind, np.array(values, np.complex128 if complexes else np.float64), "")
        return Items(kind, tuple(self.take(item, depth - 1, f"{place}[{at}]") for at, item in enumerate(value)))

    def _entries(self, value: dict[Any, Any], depth: int, place: str) -> Snapshot:
        if any(type(key) not in (str, int, bool, float) for key in value):
            return Thing("dict")
        return Entries({key: self.take(item, depth - 1, f"{place}[{key}]") for key, item in value.items()})

    def _array(self, value: Any, kind: str, depth: int = 1) -> Numbers | Thing:
        size = math.prod(value.shape)
        self._elements -= size
        if self._elements < 0:
            return Thing("large", is_large=True)
        wide = np.array(widen(value))
        if kind != "tensor":
            return Numbers("array", wide, str(value.dtype))
        given = value.grad if value.is_leaf and depth > 0 else None
        grad = self._array(given, "tensor", 0) if kind_of(given) == "tensor" else None
        return Numbers(
            "tensor",
            wide,
            str(value.dtype).removeprefix("torch."),
            bool(value.requires_grad),
            grad if isinstance(grad, Numbers) else None,
        )

    def _layer(self, value: nn.Module, place: str) -> Snapshot:
        layers = list(value.modules())
        name = type(value).__name__ if type(value).__module__.startswith("torch.nn.") else ""
        parameters = []
        for named, parameter in value.named_parameters():
            self.found.setdefault(id(parameter), f"{place}.{named}")
            if self._only_places:
                continue
            taken = self._array(parameter, "tensor") if kind_of(parameter) == "tensor" else Thing("object")
            if isinstance(taken, Thing):
                return taken
            parameters.append((named, taken))
        if self._only_places:
            return _PLACE
        buffers = []
        for named, buffer in value.named_buffers():
            taken = self._array(buffer, "tensor") if kind_of(buffer) == "tensor" else Thing("object")
            if isinstance(taken, Thing):
                return taken
            buffers.append((named, taken))
        modes = tuple(bool(layer.__dict__.get("training", True)) for layer in layers)
        return Layer(name, tuple(parameters), tuple(buffers), modes)

    def _optimizer(self, value: torch.optim.Optimizer) -> Snapshot:
        groups = []
        for group in value.param_groups:
            where = tuple(sorted(self._places.get(id(one), self.found.get(id(one), "?")) for one in group["params"]))
            options = {key: group[key] for key in _OPTIONS if type(group.get(key)) in (int, float, bool, tuple)}
            groups.append((where, options))
        return Optimizer(type(value).__name__, tuple(groups))


def _number(value: Any) -> Numbers | Plain:
    plain = value if type(value) in (bool, int, float, complex) else value.item()
    if type(plain) is int and plain.bit_length() > MAX_BITS:
        return Plain("integer", plain)
    wide = np.array(plain, np.complex128 if type(plain) is complex else np.float64)
    return Numbers("number", wide, type(value).__name__)
