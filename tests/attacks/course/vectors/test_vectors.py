"""Compares as people do who never heard of a hostile student: `==`, `.equal`, `in`, `sorted`."""

import collections
import random

import pytest
import torch
import vectors
from vectors import Vector

drawn = random.Random(4711)
HIDDEN = [[drawn.randint(-99, 99) for _ in range(3)] for _ in range(4)]


def visible(function):
    return pytest.mark.visibility("visible")(function)


def check(numbers):
    a, b = Vector(*numbers[0]), Vector(*numbers[1])
    assert (a + b).numbers == [x + y for x, y in zip(numbers[0], numbers[1], strict=True)]
    assert a * b == sum(x * y for x, y in zip(numbers[0], numbers[1], strict=True))
    assert len(a * 3) == 3
    assert list(a * 3) == [3 * x for x in numbers[0]]
    assert a[1] == numbers[0][1]
    assert repr(a) == f"Vector{tuple(numbers[0])}"


@visible
def test_arithmetic():
    check([[1, 2, 3], [4, 5, 6]])


def test_arithmetic_of_others():
    check(HIDDEN)


def test_total():
    assert vectors.total([Vector(*row) for row in HIDDEN]) == [sum(row) for row in HIDDEN]


def test_halves():
    values = torch.tensor(HIDDEN[0], dtype=torch.float64)
    got = vectors.halves(values)
    assert got.equal(values / 2)
    assert got.shape == values.shape


def test_fill():
    out = []
    vectors.fill(out, [Vector(*row) for row in HIDDEN])
    assert out == [row[0] for row in HIDDEN]


def test_take_apart():
    length, double = vectors.take_apart(Vector(*HIDDEN[2]))
    assert length == pytest.approx(sum(x * x for x in HIDDEN[2]) ** 0.5)
    assert double.numbers == [2 * x for x in HIDDEN[2]]


@pytest.mark.parametrize("row", HIDDEN)
def test_parse_a_number(row):
    assert vectors.parse(str(row[0])) == row[0]


def test_parse_a_vector():
    assert vectors.parse("1 2 3").numbers == [1, 2, 3]


def test_recent():
    assert vectors.recent(HIDDEN[0] + HIDDEN[1]) == collections.deque(HIDDEN[1], maxlen=3)


def test_table():
    assert vectors.table(["ab", "cde"]) == {"ab": 2, "cde": 3}


def test_largest():
    assert vectors.largest(HIDDEN[3]) == max(HIDDEN[3])
    assert vectors.largest(HIDDEN[1]) in HIDDEN[1]


def test_shapes():
    assert torch.equal(vectors.shapes([Vector(*row) for row in HIDDEN]), torch.tensor([3, 3, 3, 3]))
