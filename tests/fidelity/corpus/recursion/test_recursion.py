"""Recursive functions over nested lists and dictionaries; RecursionError; xfail and skip."""

import itertools
import sys

import pytest

from recursion import ackermann, countdown, depth, flatten, hanoi, permutations


@pytest.mark.parametrize(
    ("nested", "flat"),
    [([], []), ([1, [2, [3, [4]]], 5], [1, 2, 3, 4, 5]), ([[], [[]]], []), (["ab", ["c"]], ["ab", "c"])],
    ids=["empty", "deep", "hollow", "text"],
)
def test_flatten(nested, flat):
    assert flatten(nested) == flat


def test_flatten_leaves_its_input():
    nested = [1, [2, [3]]]
    flatten(nested)
    assert nested == [1, [2, [3]]]


def test_permutations():
    want = [list(p) for p in itertools.permutations([1, 2, 3])]
    assert sorted(permutations([1, 2, 3])) == want
    assert permutations([]) == [[]]
    assert len(permutations([1, 1])) == 2


def test_hanoi():
    moves = hanoi(4)
    pegs = {"A": [4, 3, 2, 1], "B": [], "C": []}
    for source, target in moves:
        disk = pegs[source].pop()
        assert not pegs[target] or pegs[target][-1] > disk
        pegs[target].append(disk)
    assert pegs == {"A": [], "B": [], "C": [4, 3, 2, 1]}
    assert len(moves) == 15


def test_depth():
    assert depth({}) == 0
    assert depth({"a": {}, "b": {"c": {"d": {}}}}) == 3


def test_ackermann():
    assert [ackermann(2, n) for n in range(4)] == [3, 5, 7, 9]
    with pytest.raises(ValueError, match="negative"):
        ackermann(-1, 0)


def test_too_deep():
    assert countdown(5) == [5, 4, 3, 2, 1]
    with pytest.raises(RecursionError):
        countdown(200_000)
    assert countdown(1) == [1]


@pytest.mark.xfail(reason="tuples are not flattened yet", strict=True)
def test_flatten_tuples():
    assert flatten([(1, 2)]) == [1, 2]


@pytest.mark.skipif(sys.version_info >= (3, 0), reason="for another Python")
def test_old_python():
    assert flatten([1]) == [2]
