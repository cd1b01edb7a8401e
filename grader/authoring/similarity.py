"""Whose code is like whose: every pair of students of an exercise, by fingerprints that names and layout do not change.

Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003) as copydetect does it: code becomes tokens, names become V, and
what two files share is counted in characters of that text. What the released stub gives to everyone is taken out.
"""

from __future__ import annotations

import io
import itertools
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copydetect import CodeFingerprint

__all__ = ["Pair", "Similarity", "compare_students"]

_SHARED = 25
"""Characters of tokens that two files share at the least to count; copydetect's own figure."""
_WINDOW = 1
"""Every fingerprint is kept: files of a course are small."""
SHORTEST = 200
"""Characters of tokens in the reference's solution below which right answers can't but look alike."""
MANY = 10
"""Pairs, below which half of them may well be one copy."""
ALIKE = 0.5
"""Where half of all pairs share this much, the exercise makes them, or all copied: either way it tells nobody apart."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two students, with the two of their submissions that share most."""

    first: str
    second: str
    first_submission: int
    second_submission: int
    share: float
    """What both have, as a share of the shorter one: 0 to 1."""
    shared: int
    """The same in characters of tokens."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """Every pair of an exercise, the most alike first."""

    pairs: tuple[Pair, ...]
    typical: float
    """The median pair's share: what students of this class share who did not copy, if few did."""
    solution: int
    """Characters of tokens in the reference's solution."""

    @property
    def can_tell(self) -> bool:
        """Is there enough to write, and enough that differs in this class, that a likeness means anything?"""
        return self.solution >= SHORTEST and not (self.is_a_class and self.typical >= ALIKE)

    @property
    def is_a_class(self) -> bool:
        """Are there enough pairs for the typical one to say something?"""
        return len(self.pairs) >= MANY


def compare_students(sources: Mapping[str, Sequence[tuple[int, str]]], *, stub: str, reference: str) -> Similarity:
    """Compare each student's submissions, (id, Python source), with those of each other student.

    A pair stands for the two submissions that share the largest part.
    """
    given = _fingerprint(stub)
    own = {
        student: [(number, _without(_fingerprint(source), given)) for number, source in written]
        for student, written in sources.items()
    }
    pairs = [_compare(one, other, own[one], own[other]) for one, other in itertools.combinations(sorted(own), 2)]
    pairs.sort(key=lambda pair: (-pair.share, -pair.shared, pair.first, pair.second))
    typical = statistics.median(pair.share for pair in pairs) if pairs else 0.0
    return Similarity(tuple(pairs), typical, int(_without(_fingerprint(reference), given).token_coverage))


def _compare(
    first: str,
    second: str,
    mine: Sequence[tuple[int, CodeFingerprint]],
    theirs: Sequence[tuple[int, CodeFingerprint]],
) -> Pair:
    from copydetect import compare_files

    best = Pair(first, second, mine[0][0], theirs[0][0], 0.0, 0)
    for (number, one), (other_number, other) in itertools.product(mine, theirs):
        shared, shares, _ = compare_files(one, other)
        share = min(1.0, float(max(shares)))
        if (share, shared) > (best.share, best.shared):
            best = Pair(first, second, number, other_number, share, int(shared))
    return best


def _fingerprint(source: str) -> CodeFingerprint:
    from copydetect import CodeFingerprint

    return CodeFingerprint("submission.py", _SHARED, _WINDOW, fp=io.StringIO(source), language="python")


def _without(code: CodeFingerprint, given: CodeFingerprint) -> CodeFingerprint:
    """Leave out what everyone was given, wherever it stands. copydetect's own way leaves what stands there twice."""
    from copydetect.utils import get_token_coverage

    code.hashes = code.hashes - given.hashes
    code.hash_idx = {key: where for key, where in code.hash_idx.items() if key in code.hashes}
    code.token_coverage = get_token_coverage(code.hash_idx, _SHARED, len(code.filtered_code))
    return code
