"""What all wrong answers of a function have in common, where no misconception explains them.

A claim is made only where it holds in every call of the function that could be compared, wherever in the run: the wrong
answers show it, and the right ones do not speak against it. It tells of shapes and factors, never of a value.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grader.judge.diagnosis.decide import Weighed
from grader.judge.diagnosis.likeness import Sameness, are_close, compare_values
from grader.judge.diagnosis.replay import Call
from grader.judge.diagnosis.snapshots import Entries, Items, Layer, Numbers, Outcome, Plain, Snapshot
from grader.judge.verdicts import Observed

__all__ = ["observe"]

Facts = dict[str, float | str | int]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Numbers of the student's beside the reference's, and where in the answer."""

    place: str
    got: np.ndarray
    want: np.ndarray

    @property
    def is_right(self) -> bool:
        return self.got.shape == self.want.shape and are_close(self.got, self.want)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """One wrong answer: the student's outcome beside the reference's."""

    call: Call
    got: Outcome
    want: Outcome
    pairs: tuple[_Pair, ...]
    """All numbers of both, where both are built alike; else empty."""


def observe(weighed: Weighed, failed: Collection[str]) -> dict[str, Observed]:
    """For each of these failed tests what can be said of the function that first answered wrongly in it."""
    found: dict[str, Observed] = {}
    said: dict[str, Observed | None] = {}
    for at, call in enumerate(weighed.calls):
        if call.test not in failed or call.test in found or not call.function:
            continue
        if weighed.differs(at, 0) and 0 in call.of_variants:
            if call.function not in said:
                said[call.function] = _say(weighed, call.function)
            observed = said[call.function]
            found[call.test] = observed or Observed("")
        elif weighed.apart(at, 0):
            observed = _say_softly(call)
            if observed is not None:
                found[call.test] = observed
    return {test: observed for test, observed in found.items() if observed.kind}


def _say(weighed: Weighed, function: str) -> Observed | None:
    """What holds of all answers of a function."""
    wrong: list[_Wrong] = []
    right: list[_Wrong] = []
    for at, call in enumerate(weighed.calls):
        want = call.of_variants.get(0)
        if call.function != function or want is None:
            continue
        if call.outcome.thrown is not None or want.thrown is not None:
            if weighed.differs(at, 0):
                return None  # an exception says more than we could
            continue
        both = _Wrong(call, call.outcome, want, tuple(_pairs(call.outcome, want)))
        (wrong if weighed.differs(at, 0) else right).append(both)
    if not wrong:
        return None
    for claim in (_is_none, _is_other_type, _is_other_length, _argument, _is_other_shape, _is_wild, _numbers):
        observed = claim(wrong, right)
        if observed is not None:
            return observed
    return None


def _say_softly(call: Call) -> Observed | None:
    """What is said where all numbers are right."""
    got, want = call.outcome.result, call.of_variants[0].result
    if isinstance(got, Numbers) and isinstance(want, Numbers) and got.family != want.family:
        return Observed("type")
    return None


def _pairs(got: Outcome, want: Outcome) -> Iterator[_Pair]:
    """The numbers of two outcomes that are built alike, place by place."""
    if got.result is not None and want.result is not None:
        yield from _walk(got.result, want.result, "")
    for number, (mine, others) in enumerate(zip(got.args, want.args, strict=False)):
        yield from _walk(mine, others, f"<{number}>")


def _walk(got: Snapshot, want: Snapshot, place: str) -> Iterator[_Pair]:
    match got, want:
        case Numbers(), Numbers():
            yield _Pair(place, got.values, want.values)
        case Items(), Items():
            for number, (mine, others) in enumerate(zip(got.parts, want.parts, strict=False)):
                yield from _walk(mine, others, f"{place}[{number}]")
        case Entries(), Entries():
            for key in [key for key in want.parts if key in got.parts]:
                yield from _walk(got.parts[key], want.parts[key], f"{place}[{key}]")
        case Layer(), Layer():
            for (_, mine), (name, others) in zip(got.parameters, want.parameters, strict=False):
                yield _Pair(f"{place}.{name}", mine.values, others.values)


def _is_none(wrong: Sequence[_Wrong], _right: Sequence[_Wrong]) -> Observed | None:
    nothing = Plain("None", None)
    if all(one.got.result == nothing and one.want.result != nothing for one in wrong):
        return Observed("none")
    return None


def _is_other_type(wrong: Sequence[_Wrong], _right: Sequence[_Wrong]) -> Observed | None:
    if all(_kind(one.got.result) != _kind(one.want.result) for one in wrong):
        return Observed("type")
    return None


def _kind(value: Snapshot | None) -> str:
    match value:
        case Numbers():
            return "list" if value.family in ("list", "tuple") else "text" if value.dtype == "str" else "numbers"
        case Items():
            return "set" if value.kind == "set" else "list"
        case Plain():
            return "integer" if value.kind == "integer" else value.kind
        case _:
            return type(value).__name__


def _is_other_length(wrong: Sequence[_Wrong], _right: Sequence[_Wrong]) -> Observed | None:
    """Lists, or dicts, that are too long or too short by the same number everywhere."""
    lengths = [(_length(one.got.result), _length(one.want.result)) for one in wrong]
    gaps = {got - want for got, want in lengths if got is not None and want is not None}
    if None in [part for pair in lengths for part in pair] or 0 in gaps:
        return None
    if len(gaps) > 1:
        return Observed("length")
    return Observed("length", {"difference": gaps.pop()})


def _length(value: Snapshot | None) -> int | None:
    match value:
        case Numbers() if value.family in ("list", "tuple") and value.values.ndim == 1:
            return int(value.values.size)
        case Items() | Entries():
            return len(value.parts)
    return None


def _argument(wrong: Sequence[_Wrong], right: Sequence[_Wrong]) -> Observed | None:
    """Results are right, and arguments were changed that should stay, or the reverse."""
    del right
    changes = [(_changed(one.call.before, one.got.args), _changed(one.call.before, one.want.args)) for one in wrong]
    if all(got and not want for got, want in changes):
        results = all(compare_results(one) for one in wrong)
        return Observed("changed_argument") if results else None
    if all(want and not got for got, want in changes):
        return Observed("unchanged_argument")
    return None


def compare_results(one: _Wrong) -> bool:
    """Are the results, for themselves, the same?"""
    if one.got.result is None or one.want.result is None:
        return one.got.result is one.want.result
    return compare_values(one.got.result, one.want.result).hard is Sameness.SAME


def _changed(before: Sequence[Snapshot], after: Sequence[Snapshot]) -> bool:
    """Do arguments hold other numbers than before?"""
    now = compare_all(before, after)
    return not now


def compare_all(one: Sequence[Snapshot], other: Sequence[Snapshot]) -> bool:
    """Are all these values the same?"""
    return len(one) == len(other) and all(
        compare_values(mine, others).hard is Sameness.SAME for mine, others in zip(one, other, strict=True)
    )


def _is_other_shape(wrong: Sequence[_Wrong], _right: Sequence[_Wrong]) -> Observed | None:
    bad = [[pair for pair in one.pairs if not pair.is_right] for one in wrong]
    if not all(bad):
        return None
    flat = [pair for pairs in bad for pair in pairs]
    if all(_is_transposed(pair) for pair in flat):
        return Observed("transposed")
    shaped = [any(pair.got.shape != pair.want.shape for pair in pairs) for pairs in bad]
    if not all(shaped):
        return None
    odd = [pair for pair in flat if pair.got.shape != pair.want.shape]
    return Observed("broadcast" if all(_is_broadcast(pair) for pair in odd) else "shape")


def _is_transposed(pair: _Pair) -> bool:
    got, want = pair.got, pair.want
    return want.ndim == 2 and got.shape == want.shape[::-1] and are_close(got.T, want)


def _is_broadcast(pair: _Pair) -> bool:
    """More than one number where there should be one, or a table where there should be a row."""
    got, want = pair.got.shape, pair.want.shape
    return len(got) == len(want) + 1 and len(got) == 2 and got[0] == got[1] == (want[0] if want else got[0])


def _is_wild(wrong: Sequence[_Wrong], _right: Sequence[_Wrong]) -> Observed | None:
    def has(test: Callable[[np.ndarray], np.ndarray]) -> bool:
        return all(
            any(bool(test(pair.got).any()) and bool(np.isfinite(pair.want).all()) for pair in one.pairs)
            for one in wrong
        )

    if has(np.isnan):
        return Observed("nan")
    return Observed("inf") if has(np.isinf) else None


def _numbers(wrong: Sequence[_Wrong], right: Sequence[_Wrong]) -> Observed | None:
    """What holds between numbers that have the right shape."""
    every = [pair for one in (*wrong, *right) for pair in one.pairs]
    if any(pair.got.shape != pair.want.shape or pair.got.dtype.kind == "c" for pair in every) or not every:
        return None
    bad = [[pair for pair in one.pairs if not pair.is_right] for one in wrong]
    if not all(bad):
        return None
    flat = [pair for pairs in bad for pair in pairs]
    telling = [pair for pair in flat if pair.want.any()]
    results = _results(wrong, right)
    if results and telling and all(are_close(pair.got, -pair.want) for pair in results):
        return Observed("sign")
    ratio = _ratio(results)
    if ratio is not None:
        return Observed("ratio", {"ratio": ratio})
    named = _named_ratio(wrong, right)
    if named is not None:
        return Observed("ratio_of", {"of": named})
    offset = _offset(wrong, right)
    if offset is not None:
        return Observed("offset", {"offset": offset})
    if all(_is_order(pair) for pair in flat):
        return Observed("order")
    if _are_biases(wrong, right):
        return Observed("only_bias")
    if _are_after_first(wrong):
        return Observed("after_first_step")
    if all(len(pairs) == 1 and _wrong_elements(pairs[0]) == 1 and pairs[0].got.size > 2 for pairs in bad):
        return Observed("one_element")
    return None


def _results(wrong: Sequence[_Wrong], right: Sequence[_Wrong]) -> list[_Pair]:
    """The numbers that are results; where all results are right, those in arguments that changed."""
    inside = [pair for one in (*wrong, *right) for pair in one.pairs if not pair.place.startswith("<")]
    if any(not pair.is_right for pair in inside):
        outside = [pair for one in wrong for pair in one.pairs if pair.place.startswith("<")]
        return inside if all(pair.is_right for pair in outside) else []
    return []


def _ratio(pairs: Sequence[_Pair]) -> float | None:
    """The number by which all of these are too large; None if there is none."""
    got = np.concatenate([pair.got.ravel() for pair in pairs]) if pairs else np.zeros(0)
    want = np.concatenate([pair.want.ravel() for pair in pairs]) if pairs else np.zeros(0)
    if not (np.isfinite(got).all() and np.isfinite(want).all()) or not got.any() or np.count_nonzero(want) < 2:
        return None
    ratio = float(got @ want / (want @ want))
    if ratio == 0 or not all(are_close(pair.got, ratio * pair.want) for pair in pairs):
        return None
    return round(ratio, 6)


def _named_ratio(wrong: Sequence[_Wrong], right: Sequence[_Wrong]) -> str | None:
    """The size of the first argument with rows, or its inverse, if all answers are too large by that."""
    sizes: set[int] = set()
    fits = {"N": True, "1/N": True}
    for one in (*wrong, *right):
        rows = next((arg.values.shape[0] for arg in one.call.before if isinstance(arg, Numbers) and arg.values.ndim), 0)
        pairs = _results([one], [])
        if not rows or not (pairs or one in right):
            return None
        sizes.add(rows)
        pairs = pairs or [pair for pair in one.pairs if not pair.place.startswith("<")]
        fits["N"] &= all(are_close(pair.got, rows * pair.want) for pair in pairs)
        fits["1/N"] &= all(are_close(pair.got, pair.want / rows) for pair in pairs)
    found = [name for name, holds in fits.items() if holds]
    return found[0] if len(found) == 1 and len(sizes) > 1 else None


def _offset(wrong: Sequence[_Wrong], right: Sequence[_Wrong]) -> float | None:
    """The number by which all answers are too large by adding it."""
    if right:
        return None
    pairs = _results(wrong, [])
    if not pairs or sum(pair.want.size for pair in pairs) < 3:
        return None
    gap = float((pairs[0].got - pairs[0].want).ravel()[0])
    if not np.isfinite(gap) or not all(are_close(pair.got - gap, pair.want) for pair in pairs):
        return None
    return round(gap, 6)


def _is_order(pair: _Pair) -> bool:
    return pair.want.size > 1 and are_close(np.sort(pair.got.ravel()), np.sort(pair.want.ravel()))


def _are_biases(wrong: Sequence[_Wrong], right: Sequence[_Wrong]) -> bool:
    """Is what is wrong a bias each time, and is there a right weight beside it?"""
    del right
    for one in wrong:
        bad = [pair for pair in one.pairs if not pair.is_right]
        good = [pair for pair in one.pairs if pair.is_right and pair.want.ndim > 1]
        if not bad or not good or not all(_is_bias(pair) for pair in bad):
            return False
    return True


def _is_bias(pair: _Pair) -> bool:
    return pair.place.rstrip("]").endswith("bias") or (pair.place.endswith("][1]") and pair.want.ndim == 1)


def _are_after_first(wrong: Sequence[_Wrong]) -> bool:
    """Lists of which the first number is right each time, and somewhere more than one of the others are not."""
    pairs = [next((pair for pair in one.pairs if not pair.place), None) for one in wrong]
    listed = all(isinstance(one.want.result, Numbers) and one.want.result.family == "list" for one in wrong)
    if not listed or not all(pair is not None and are_close(pair.got[:1], pair.want[:1]) for pair in pairs):
        return False
    return any(pair is not None and _wrong_elements(pair) > 1 for pair in pairs)


def _wrong_elements(pair: _Pair) -> int:
    return sum(not are_close(got, want) for got, want in zip(pair.got.ravel(), pair.want.ravel(), strict=True))
