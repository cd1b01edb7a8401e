"""Are two outcomes of a call the same? As `assert_same` would have it, with room for another order of summation.

What suites look at, or could, is *hard*: values, shapes, lengths, kinds, exceptions, changed arguments, whether they
still require gradients. What right answers may differ in is *soft*: `.grad` after the call, training mode, whether a
number comes as a tensor, whether files are written. Soft differences tell apart only what is otherwise the same, and
a gradient of zeros in place of none only what is the same in all of these, too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum, IntFlag

import numpy as np

from grader.judge.diagnosis.snapshots import (
    Entries,
    Items,
    Layer,
    Numbers,
    Optimizer,
    Outcome,
    Plain,
    Snapshot,
    Thing,
    Thrown,
)

__all__ = ["FAR", "SOFT", "Aspect", "Likeness", "Sameness", "are_close", "compare", "compare_values"]

RTOL, ATOL, OF_SCALE = 1e-4, 1e-6, 3e-6
"""Of the larger of both, absolute, and of the largest number in the array."""
FAR = 10.0
"""So many tolerances apart are two answers that are told apart for certain."""
_NEVER = frozenset(
    """
    NameError UnboundLocalError ImportError ModuleNotFoundError SyntaxError IndentationError TabError
    NotImplementedError RecursionError MemoryError SystemExit KeyboardInterrupt
    """.split()
)
"""Exceptions of code that is not finished, or mistyped: nobody's misconception."""


class Sameness(IntEnum):
    """How far two outcomes are the same."""

    SAME = 0
    UNCLEAR = 1
    """Both raise, by other words; or one of them is random."""
    DIFFERENT = 2


class Aspect(IntFlag):
    """What right answers may differ in."""

    FAMILY = 1
    """Whether a number, an array or a tensor."""
    FLAG = 2
    """Whether a result requires a gradient."""
    GRADIENT = 4
    MODE = 8
    """Training or evaluation, of layers."""
    FILE = 16
    EMPTY = 32
    """Whether a gradient of zeros or none: what `zero_grad` leaves is a matter of its settings."""


SOFT = ~Aspect.EMPTY
"""All of these but the last, which is the least of them."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a comparison found."""

    hard: Sameness
    apart: Aspect
    """In which of what right answers may differ in, they do."""
    in_kind: bool = False
    """Of different ones: whether not only numbers differ."""

    @property
    def soft(self) -> bool:
        """Whether they are the same in all that right answers may differ in, too; no gradient is as good as zeros."""
        return not self.apart & SOFT


def compare(one: Outcome, other: Outcome, slack: float = 1.0, *, drawn_alike: bool = False) -> Likeness:
    """Compare what came of the same call; tolerances are `slack` times as wide.

    With `drawn_alike` the random numbers of both are taken for the same.
    """
    if one.thrown is not None or other.thrown is not None:
        return Likeness(_compare_thrown(one.thrown, other.thrown), Aspect(0), in_kind=True)
    walk = _Walk(slack)
    if one.result is not None and other.result is not None:
        walk.result(one.result, other.result)
    for mine, others in zip(one.args, other.args, strict=False):
        walk.argument(mine, others)
    hard = Sameness.DIFFERENT if walk.kinds or walk.numbers else Sameness.SAME
    is_random = (one.is_random or other.is_random) and not drawn_alike
    if hard is Sameness.DIFFERENT and not walk.kinds and is_random:
        hard = Sameness.UNCLEAR
    apart = walk.apart if one.wrote == other.wrote else walk.apart | Aspect.FILE
    return Likeness(hard, apart, in_kind=walk.kinds)


def compare_values(one: Snapshot, other: Snapshot) -> Likeness:
    """The same of two values."""
    return compare(Outcome(one, None, ()), Outcome(other, None, ()))


def are_close(one: np.ndarray, other: np.ndarray, slack: float = 1.0) -> bool:
    """Are these numbers, of one shape, the same within the tolerance? NaN is the same as NaN."""
    if one.size == 0:
        return True
    if one.size == 1 and one.dtype.kind == other.dtype.kind == "f":  # most are, and arrays are slow for them
        first, second = one.item(), other.item()
        if math.isfinite(first) and math.isfinite(second):
            largest = max(abs(first), abs(second))
            return bool(abs(first - second) <= slack * (ATOL + RTOL * largest + OF_SCALE * largest))
    with np.errstate(all="ignore"):
        wild = ~(np.isfinite(one) & np.isfinite(other))
        size = np.where(wild, 0, np.maximum(np.abs(one), np.abs(other)))
        gap = np.abs(np.where(wild, 0, one - other))
        good = gap <= slack * (ATOL + RTOL * size + OF_SCALE * size.max())
        same = (one == other) | (np.isnan(one) & np.isnan(other))
    return bool(np.where(wild, same, good).all())


def _compare_thrown(one: Thrown | None, other: Thrown | None) -> Sameness:
    if one is None or other is None or one.name != other.name:
        return Sameness.DIFFERENT
    if one.builtin in _NEVER or one.name in _NEVER:
        return Sameness.DIFFERENT
    return Sameness.SAME if one.text == other.text else Sameness.UNCLEAR


class _Walk:
    def __init__(self, slack: float) -> None:
        self._slack = slack
        self.kinds = False
        self.numbers = False
        self.apart = Aspect(0)

    def result(self, one: Snapshot, other: Snapshot) -> None:
        self._walk(one, other, is_argument=False)

    def argument(self, one: Snapshot, other: Snapshot) -> None:
        self._walk(one, other, is_argument=True)

    def _walk(self, one: Snapshot, other: Snapshot, *, is_argument: bool) -> None:
        match one, other:
            case Numbers(), Numbers():
                self._numbers(one, other, is_argument=is_argument)
            case Items(), Items():
                if {one.kind, other.kind} not in ({"list"}, {"tuple"}, {"list", "tuple"}, {"set"}):
                    self.kinds = True
                self._all(one.parts, other.parts, is_argument=is_argument)
            case Entries(), Entries():
                if one.parts.keys() != other.parts.keys():
                    self.kinds = True
                    return
                for key, part in one.parts.items():
                    self._walk(part, other.parts[key], is_argument=is_argument)
            case Layer(), Layer():
                self._layers(one, other, is_argument=is_argument)
            case Optimizer(), Optimizer():
                self._optimizers(one, other)
            case Plain(), Plain():
                self.kinds = self.kinds or one != other
            case Thing(), Thing():
                self.kinds = self.kinds or one != other or one.is_large
            case _:
                self.kinds = True

    def _all(self, one: tuple[Snapshot, ...], other: tuple[Snapshot, ...], *, is_argument: bool) -> None:
        if len(one) != len(other):
            self.kinds = True
            return
        for mine, others in zip(one, other, strict=True):
            self._walk(mine, others, is_argument=is_argument)

    def _numbers(self, one: Numbers, other: Numbers, *, is_argument: bool) -> None:
        lists = ("list", "tuple")
        if one.family != other.family and not (one.family in lists and other.family in lists):
            self.apart |= Aspect.FAMILY
        if one.needs_grad != other.needs_grad:
            if is_argument:
                self.kinds = True
            self.apart |= Aspect.FLAG
        if one.values.shape != other.values.shape:
            self.kinds = True
            return
        self.numbers = self.numbers or not are_close(one.values, other.values, self._slack)
        self.apart |= _compare_gradients(one.grad, other.grad)

    def _layers(self, one: Layer, other: Layer, *, is_argument: bool) -> None:
        if one.name and other.name and one.name != other.name:
            self.kinds = True
        alike = len(one.modes) == len(other.modes)
        if one.modes != other.modes if alike else one.modes[:1] != other.modes[:1]:
            self.apart |= Aspect.MODE
        mine = [value for _, value in (*one.parameters, *one.buffers)]
        others = [value for _, value in (*other.parameters, *other.buffers)]
        if [value.values.shape for value in mine] != [value.values.shape for value in others]:
            self.kinds = True
            return
        for left, right in zip(mine, others, strict=True):
            if is_argument or (one.name and other.name):
                self._numbers(left, right, is_argument=is_argument)
            elif left.needs_grad != right.needs_grad:
                self.kinds = True

    def _optimizers(self, one: Optimizer, other: Optimizer) -> None:
        if one.name != other.name or len(one.groups) != len(other.groups):
            self.kinds = True
            return
        for (mine, my_options), (others, options) in zip(one.groups, other.groups, strict=True):
            if mine != others or my_options.keys() != options.keys():
                self.kinds = True
            elif any(not _same_option(value, options[key]) for key, value in my_options.items()):
                self.numbers = True


def _compare_gradients(one: Numbers | None, other: Numbers | None) -> Aspect:
    if one is None or other is None:
        left = one or other
        if left is None:
            return Aspect(0)
        return Aspect.GRADIENT if left.values.any() else Aspect.EMPTY
    same = one.values.shape == other.values.shape and are_close(one.values, other.values)
    return Aspect(0) if same else Aspect.GRADIENT


def _same_option(one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same_option, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=RTOL, abs_tol=ATOL)
    return one == other
