"""An iterator class, a sequence with slices and `reversed`, infinite generators driven by islice, zip and takewhile."""

import operator
from itertools import count, islice, takewhile

import pytest

from sequences import Countdown, Steps, interleave, primes


def test_countdown():
    assert list(Countdown(3)) == [3, 2, 1]
    assert list(Countdown(0)) == []


def test_countdown_is_used_up():
    c = Countdown(2)
    assert iter(c) is c
    assert next(c) == 2
    assert operator.length_hint(c) == 1
    assert sum(c) == 1
    assert list(c) == []
    with pytest.raises(StopIteration):
        next(c)
    assert next(c, "end") == "end"


def test_steps():
    steps = Steps(0.0, 1.0, 0.25)
    assert list(steps) == [0.0, 0.25, 0.5, 0.75]
    assert list(steps) == list(steps)
    assert len(steps) == 4
    assert 0.5 in steps
    assert 0.6 not in steps


def test_steps_by_index():
    steps = Steps(1, 10, 3)
    assert steps[0] == 1
    assert steps[-1] == 7
    assert steps[1:] == [4, 7]
    assert steps[::-1] == [7, 4, 1]
    with pytest.raises(IndexError):
        steps[3]


def test_steps_backwards():
    assert list(reversed(Steps(0, 3, 1))) == [2, 1, 0]
    assert list(Steps(3, 0, -1)) == [3, 2, 1]
    assert list(Steps(3, 0, 1)) == []
    with pytest.raises(ValueError):
        Steps(0, 1, 0)


def test_steps_in_loops():
    steps = Steps(0, 2, 1)
    assert [(a, b) for a in steps for b in steps] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert dict(zip("ab", steps)) == {"a": 0, "b": 1}
    first, *rest = steps
    assert (first, rest) == (0, [1])
    assert max(steps) == 1


def test_primes():
    assert list(islice(primes(), 10)) == [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
    assert list(takewhile(lambda p: p < 12, primes())) == [2, 3, 5, 7, 11]
    assert next(p for p in primes() if p > 100) == 101


def test_interleave():
    assert list(interleave("abc", [1], (x for x in "xy"))) == ["a", 1, "x", "b", "y", "c"]
    assert list(islice(interleave(count(), count(10)), 4)) == [0, 10, 1, 11]
    assert list(interleave()) == []


def test_two_streams_side_by_side():
    pairs = zip(primes(), Countdown(3))
    assert list(pairs) == [(2, 3), (3, 2), (5, 1)]
