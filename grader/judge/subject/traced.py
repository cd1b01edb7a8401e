"""Which call a value came from: of a comparison that failed, the report shows the call that was answered so."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from grader.judge.subject.calls import CallRecord

__all__ = ["Traced"]

_MOST_CALLS = 500
_MOST_BYTES = 16 << 20
"""Of the arguments of all calls that are kept; older ones are forgotten."""
_MOST_PARTS = 64
_DEEPEST = 3
_SMALL = 256
"""Python has one object for each integer up to it: such an answer tells no call from another."""


class Traced:
    """The calls of one test and what each was answered, by identity: nothing of a value's own is asked.

    What both sides keep in step is known by its id, never held: it is dropped as soon as the suite lets go of it.
    """

    def __init__(self) -> None:
        self._calls: deque[tuple[CallRecord, frozenset[int], list[Any]]] = deque(maxlen=_MOST_CALLS)
        self._bytes = 0

    def forget(self) -> None:
        """A new test begins."""
        self._calls.clear()
        self._bytes = 0

    def note(self, call: CallRecord, value: Any, id_of: Callable[[Any], int]) -> None:
        """Keep what a call was answered; `id_of` gives the id of a value that crossed, 0 for one that has none."""
        ids, plain = _marks(value, id_of)
        if len(self._calls) == _MOST_CALLS:
            self._drop()
        self._calls.append((call, frozenset(ids), plain))
        self._bytes += call.size
        while self._bytes > _MOST_BYTES and len(self._calls) > 1:
            self._drop()

    def find(self, values: Sequence[Any], id_of: Callable[[Any], int]) -> CallRecord | None:
        """The last call that was answered with the first of these values, or one of its parts, that any call was."""
        for sought in values:
            ids, plain = _marks(sought, id_of)
            for telling in (True, False):
                some = [one for one in plain if _tells(one) == telling]
                call: CallRecord
                for call, known, held in reversed(self._calls):
                    if (telling and not known.isdisjoint(ids)) or any(one is other for one in some for other in held):
                        return call
        return None

    def _drop(self) -> None:
        call, _, _ = self._calls.popleft()
        self._bytes -= call.size


def _marks(value: Any, id_of: Callable[[Any], int]) -> tuple[list[int], list[Any]]:
    """By what a value and its first parts are known again: ids, and numbers and texts themselves."""
    ids, plain = list[int](), list[Any]()
    for part in islice(_parts(value, _DEEPEST), _MOST_PARTS):
        oid = id_of(part) or id_of(_base(part))
        if oid:
            ids.append(oid)
        elif type(part) in (bool, int, float, complex, str, bytes, type(None)) or _is_number(part):
            plain.append(part)
    return ids, plain


def _parts(value: Any, depth: int) -> Iterator[Any]:
    yield value
    if depth and type(value) in (list, tuple, dict):
        for part in islice(value.values() if type(value) is dict else value, _MOST_PARTS):
            yield from _parts(part, depth - 1)


def _base(value: Any) -> Any:
    """What an array or a tensor is a view of."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and type(value) is numpy.ndarray:
        return value.base
    return value._base if torch is not None and type(value) is torch.Tensor else None  # noqa: SLF001 - torch's own name


def _is_number(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return (
        numpy is not None and vars(numpy).get(type(value).__name__) is type(value) and isinstance(value, numpy.generic)
    )


def _tells(value: Any) -> bool:
    """Is there an object of its own for each such value that crosses?"""
    kind = type(value)
    if kind in (bool, type(None)):
        return False
    return abs(value) > _SMALL if kind is int else kind not in (str, bytes) or len(value) > 1
