"""Which misconception gave the student's answers, if exactly one did.

A misconception is out when, in any test, passing ones included, it answers otherwise than the student's code where it
replaces the function that was asked. What is left explains a failing test if it gives the student's answer at the first
call where that is not the reference's, and is far from the reference there. An argument that only the student's code
changes is a mistake of its own, which speaks for no misconception and against none. Where several explain a test, calls
that were unclear tell them apart, then in how much of what right answers may differ in too (`.grad` afterwards,
training mode) they are the student's, then who explains more of the run; where that leaves more than one, there is no
diagnosis.

Confidence: each call in which a misconception answers as the student's code did counts against every rival that answers
otherwise there, the reference and all other misconceptions: 1 where numbers were computed that no one hits by chance,
or a text came that the reference never gives, 1/2 for an exception, 1/4 for None, a bool, another text, arguments left
alone, or small whole numbers where they are few. Doing nothing seven times says little more than once: all that weighs
1/4 is worth 1 at most, exceptions 2. With `e` the least that so stands against any rival, confidence is 1 - 2**-e, and
1 from e = 8 on. Below e = 1/2 nothing is said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.judge.diagnosis.likeness import FAR, SOFT, Aspect, Likeness, Sameness, compare
from grader.judge.diagnosis.replay import Call
from grader.judge.diagnosis.snapshots import Entries, Items, Layer, Numbers, Outcome, Plain, Snapshot
from grader.judge.verdicts import Diagnosed

__all__ = ["Candidate", "Weighed", "confidence_of", "decide"]

AMPLE = 8.0
LEAST = 0.5
_FAINT = 0.5
_LIGHT, _MOST_LIGHT, _MOST_MIDDLE = 0.25, 1.0, 2.0
_ALL = SOFT | Aspect.EMPTY
_SMALL = 2
"""Whole numbers up to this are hit by chance."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form of a misconception: its number among the variants, and the names that it replaces."""

    number: int
    id: str
    replaced: frozenset[str]


class Weighed:
    """What comparing a run's calls with all variants gave; the reference is variant 0."""

    def __init__(self, calls: Sequence[Call], candidates: Sequence[Candidate]) -> None:
        self.calls = calls
        self.candidates = candidates
        self._own: dict[int, frozenset[int]] = {}
        self._like: dict[tuple[int, int], Likeness | None] = {}
        self._evidence: dict[tuple[int, int], float] = {}

    def like(self, call: int, variant: int) -> Likeness | None:
        """How the student's answer compares with a variant's; None where that could not be asked."""
        key = call, variant
        if key not in self._like:
            given = self.calls[call].of_variants.get(variant)
            self._like[key] = None if given is None else self._compare(call, variant, given)
        return self._like[key]

    def _compare(self, at: int, variant: int, given: Outcome) -> Likeness:
        """As it is, or where only the student's code changes an argument, as if it had not."""
        call = self.calls[at]
        found = compare(call.outcome, given)
        own = self._own_changes(at)
        if variant == 0 or not own or found.hard is not Sameness.DIFFERENT or given.thrown:
            return found
        args = [
            call.before[place] if place in own and not _is_other(call.before[place], given.args[place]) else arg
            for place, arg in enumerate(call.outcome.args)
        ]
        return compare(replace(call.outcome, args=tuple(args)), given)

    def _own_changes(self, at: int) -> frozenset[int]:
        """The places of arguments that the student's code changes and the reference does not."""
        if at not in self._own:
            call = self.calls[at]
            usual = call.of_variants.get(0)
            told = usual is not None and not usual.thrown and not call.outcome.thrown
            three = zip(call.before, call.outcome.args, usual.args, strict=False) if usual and told else ()
            self._own[at] = frozenset(
                place
                for place, (old, mine, due) in enumerate(three)
                if _is_other(old, mine) and not _is_other(old, due)
            )
        return self._own[at]

    def apart(self, call: int, variant: int, aspects: Aspect = SOFT) -> Aspect:
        """In which of these the variant differs from the student's code while it gives the same answer."""
        found = self.like(call, variant)
        return found.apart & aspects if found is not None and found.hard is Sameness.SAME else Aspect(0)

    def agrees(self, call: int, variant: int) -> bool:
        """Does the variant give the student's answer?"""
        found = self.like(call, variant)
        return found is not None and found.hard is Sameness.SAME

    def differs(self, call: int, variant: int) -> bool:
        """Does it give another one?"""
        found = self.like(call, variant)
        return found is not None and found.hard is Sameness.DIFFERENT

    def is_unclear(self, call: int, variant: int) -> bool:
        """Could it not be asked, or does it raise by other words?"""
        found = self.like(call, variant)
        return found is None or found.hard is Sameness.UNCLEAR

    def is_far(self, call: int, variant: int, rival: int) -> bool:
        """Are the answers of two variants told apart for certain, the first of which is the student's too?"""
        given = self.calls[call].of_variants
        if variant not in given or rival not in given:
            return False
        return compare(given[variant], given[rival], FAR, drawn_alike=True).hard is Sameness.DIFFERENT

    def weight(self, call: int, variant: int) -> float:
        """How unlikely it is to answer as this variant does by chance: 1, 1/2 or 1/4."""
        outcome = self.calls[call].of_variants[variant]
        if isinstance(outcome.result, Plain) and outcome.result.kind == "str":
            function = self.calls[call].function
            usual = (one.of_variants.get(0) for one in self.calls if one.function == function)
            return _LIGHT if any(one is not None and one.result == outcome.result for one in usual) else 1.0
        return _weight_of(outcome, self.calls[call].before)

    def evidence(self, candidate: int, rival: int) -> float:
        """What tells a candidate from a rival: the calls where it agrees with the student, and the rival does not."""
        key = candidate, rival
        if key not in self._evidence:
            weights = [
                self.weight(at, candidate)
                for at in range(len(self.calls))
                if self.agrees(at, candidate) and self.differs(at, rival) and self.is_far(at, candidate, rival)
            ]
            light = min(_MOST_LIGHT, sum(weight for weight in weights if weight <= _LIGHT))
            middle = min(_MOST_MIDDLE, sum(weight for weight in weights if _LIGHT < weight < 1))
            self._evidence[key] = light + middle + sum(weight for weight in weights if weight >= 1)
        return self._evidence[key]

    def is_out(self, candidate: Candidate) -> bool:
        """Does the student's code contradict it? Not where it broke down in its own way.

        Who has a misconception that shows in several functions need not have it in each: one that is contradicted does
        not put it out while another bears it out.
        """
        contradicted, borne_out = False, set[str]()
        against = set[str]()
        for at, call in enumerate(self.calls):
            if call.function not in candidate.replaced:
                continue
            if self.differs(at, candidate.number):
                own_way = call.outcome.thrown is not None and call.of_variants[candidate.number].thrown is None
                if not own_way:
                    contradicted = True
                    against.add(call.function)
            elif self.agrees(at, candidate.number) and self.is_far(at, candidate.number, 0):
                borne_out.add(call.function)
        return contradicted and not borne_out - against


def decide(weighed: Weighed, failed: Collection[str]) -> dict[str, Diagnosed]:
    """The diagnosis of each failed test that has one, by its name."""
    left = [candidate for candidate in weighed.candidates if not weighed.is_out(candidate)]
    found: dict[str, Diagnosed] = {}
    for test in dict.fromkeys(call.test for call in weighed.calls):
        if test in failed:
            diagnosis = _diagnose(weighed, left, test)
            if diagnosis is not None:
                found[test] = diagnosis
    return found


def confidence_of(evidence: float) -> float:
    """In (0, 1]: how sure so much evidence makes one."""
    return 1.0 if evidence >= AMPLE else 1.0 - 2.0**-evidence


def _diagnose(weighed: Weighed, left: Sequence[Candidate], test: str) -> Diagnosed | None:
    """The diagnosis of a test: of the first call in it that is wrong and can be explained."""
    mine = [at for at, call in enumerate(weighed.calls) if call.test == test]
    aspects = Aspect(0)
    wrong = [at for at in mine if weighed.differs(at, 0)]
    for less in (SOFT, _ALL):
        if not wrong:
            aspects = less
            wrong = [at for at in mine if weighed.apart(at, 0, aspects)]
    for at in wrong:
        fitting = [one for one in left if _explains(weighed, one, at, aspects)]
        if fitting:
            return _choose(weighed, fitting, aspects)
    return None


def _explains(weighed: Weighed, candidate: Candidate, at: int, aspects: Aspect) -> bool:
    """Does it give the student's answer, and not the reference's? In these aspects, if any; else itself."""
    if not weighed.agrees(at, candidate.number):
        return False
    if aspects:
        given = weighed.calls[at].of_variants
        return not weighed.apart(at, candidate.number, aspects) and bool(
            compare(given[candidate.number], given[0]).apart & aspects
        )
    return weighed.is_far(at, candidate.number, 0)


def _choose(weighed: Weighed, fitting: Sequence[Candidate], aspects: Aspect) -> Diagnosed | None:
    """The one that is told apart from the others, if there is one."""
    faint = aspects or SOFT
    ranks = {one.number: _rank(weighed, one, faint) for one in fitting}
    best = min(fitting, key=lambda one: ranks[one.number])
    if any(ranks[one.number] == ranks[best.number] for one in fitting if one.id != best.id):
        return None
    evidence = weighed.evidence(best.number, 0)
    if aspects:
        evidence += _faint_evidence(weighed, best, 0, faint)
    for rival in weighed.candidates:
        if rival.id == best.id:
            continue
        against = weighed.evidence(best.number, rival.number)
        if rival in fitting:
            evidence = min(evidence, against + _faint_evidence(weighed, best, rival.number, faint))
        elif against:  # one that explains nothing here is no rival
            evidence = min(evidence, against)
    return Diagnosed(best.id, round(confidence_of(evidence), 4)) if evidence >= LEAST else None


def _rank(weighed: Weighed, candidate: Candidate, aspects: Aspect) -> tuple[int, int, int]:
    """The least is best: unclear calls and soft differences where it replaces the function, then answers given."""
    soft = unclear = 0
    for at, call in enumerate(weighed.calls):
        if call.function in candidate.replaced:
            soft += weighed.apart(at, candidate.number, aspects).bit_count()
            unclear += weighed.is_unclear(at, candidate.number)
    given = sum(weighed.differs(at, 0) and weighed.agrees(at, candidate.number) for at in range(len(weighed.calls)))
    return unclear, soft, -given


def _faint_evidence(weighed: Weighed, candidate: Candidate, rival: int, aspects: Aspect) -> float:
    """The same, where the rival is unclear, or differs in more of what right answers may differ in."""
    found = 0
    for at in range(len(weighed.calls)):
        if weighed.agrees(at, candidate.number):
            own, others = weighed.apart(at, candidate.number, aspects), weighed.apart(at, rival, aspects)
            found += (own != others and own & others == own) or (not own and weighed.is_unclear(at, rival))
    return _FAINT * found


def _is_other(one: Snapshot, other: Snapshot) -> bool:
    """Is an argument not what it was?"""
    return compare(Outcome(None, None, (one,)), Outcome(None, None, (other,))).hard is not Sameness.SAME


def _weight_of(outcome: Outcome, before: Sequence[Snapshot]) -> float:
    if outcome.thrown is not None:
        return 0.5
    new = _numbers(outcome.result)
    for arg, old in zip(outcome.args, before, strict=False):
        now, then = _numbers(arg), _numbers(old)
        same = len(now) == len(then) and all(map(_same_bits, now, then))
        new += [] if same else now
    weights = [_weight_of_numbers(values) for values in new]
    return max(weights, default=_LIGHT)


def _same_bits(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and np.array_equal(one, other, equal_nan=True)


def _weight_of_numbers(values: np.ndarray) -> float:
    """By how many there are, where all of them are small and whole."""
    finite = values[np.isfinite(values)]
    if ((np.abs(finite) > _SMALL) | (finite != np.round(finite.real))).any():
        return 1.0
    return _LIGHT * min(4, max(1, int(finite.size) // 2))


def _numbers(value: Snapshot | None) -> list[np.ndarray]:
    match value:
        case Numbers():
            return [value.values]
        case Items():
            return [found for part in value.parts for found in _numbers(part)]
        case Entries():
            return [found for part in value.parts.values() for found in _numbers(part)]
        case Layer():
            return [found.values for _, found in value.parameters]
        case _:
            return []
