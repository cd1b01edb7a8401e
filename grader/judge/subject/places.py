"""Where in a value the handles are."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

__all__ = ["EVERY", "Place", "Spot", "TooMany", "find_handles", "variants", "widen"]

Place = tuple[str, ...]
"""The steps to a part of a value."""
EVERY = "[*]"
"""A step to every item."""
_MOST = 100_000
_MOST_STEPS = 6


class TooMany(Exception):  # noqa: N818 - it names what happened
    """More handles, or more parts around them, than anybody compares."""


@dataclass(frozen=True)
class Spot:
    """A handle, its place, and the innermost container around it that can be changed; None if there is none."""

    place: Place
    handle: Any
    holder: Any


def find_handles(value: Any, is_handle: Callable[[Any], bool]) -> tuple[list[Spot], dict[Place, int]]:
    """Where the handles are, and how many items the containers have. Raises `TooMany`."""
    waiting: list[tuple[Place, Any, Any]] = [((), value, None)]
    found: list[Spot] = []
    sizes: dict[Place, int] = {}
    seen: set[int] = set()
    for _ in range(_MOST):
        if not waiting:
            return found, sizes
        place, part, holder = waiting.pop()
        if is_handle(part):
            found.append(Spot(place, part, holder))
            if isinstance(part, BaseException):
                waiting += [((*place, "args", step), item, part) for step, item in _enumerate(part.args)]
            continue
        parts = _parts(part)
        if parts is None or id(part) in seen:
            continue
        if not isinstance(part, (tuple, frozenset)):
            holder = part
            seen.add(id(part))  # it may contain itself
        steps = list(parts)
        sizes[place] = sum(step[:1] == "[" for step, _ in steps)
        waiting += [((*place, step), item, holder) for step, item in steps]
    raise TooMany


def widen(found: list[Place], sizes: dict[Place, int]) -> set[Place]:
    """Places that stand for every item of a container, where each of its items has a handle there."""
    counted: collections.Counter[tuple[Place, Place]] = collections.Counter()
    waiting, wide = list(dict.fromkeys(found)), set[Place]()
    while waiting:
        place = waiting.pop()
        for number, step in enumerate(place):
            if step[:1] != "[" or step == EVERY:
                continue
            around = place[:number], place[number + 1 :]
            counted[around] += 1
            made = (*around[0], EVERY, *around[1])
            if counted[around] == sizes.get(around[0]) and made not in wide:
                wide.add(made)
                waiting.append(made)
    return wide


def variants(place: Place) -> Iterator[Place]:
    """The place itself, then those that name every item for one."""
    steps = [(step, EVERY) if step[:1] == "[" else (step,) for step in place]
    if len(steps) > _MOST_STEPS:
        yield place
        yield tuple(step[-1] for step in steps)
        return
    yield from itertools.product(*steps)


def _parts(value: Any) -> Iterator[tuple[str, Any]] | None:
    """The parts of a value in which a handle may lie, None for a value without parts."""
    kind = type(value)  # not what it says of itself
    if issubclass(kind, dict):
        return _entries(value)
    if issubclass(kind, (list, tuple, collections.deque)):
        return _enumerate(value)
    if issubclass(kind, (set, frozenset)):
        return (("{}", item) for item in value)
    if issubclass(kind, BaseException):
        return ((f"args{step}", item) for step, item in _enumerate(value.args))
    if issubclass(kind, slice):
        return iter([("start", value.start), ("stop", value.stop), ("step", value.step)])
    if issubclass(kind, nn.Module):
        return _slots(value)
    if issubclass(kind, torch.optim.Optimizer):
        return iter([("groups", value.param_groups)])
    return None


def _enumerate(items: Any) -> Iterator[tuple[str, Any]]:
    return ((f"[{number}]", item) for number, item in enumerate(items))


def _entries(entries: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    for key, item in entries.items():
        yield f"[{repr(key)[:60] if type(key) in (str, int) else ''}]", item
        yield "{}", key


def _slots(module: nn.Module) -> Iterator[tuple[str, Any]]:
    for name, child in module.__dict__["_modules"].items():
        yield f"[{name}]", child
    for name, value in module.__dict__.items():
        if name[:1] != "_":
            yield f".{name}", value
