"""The call that a value came from is told by identity alone, and what is kept of it keeps nothing alive."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import torch

from grader.judge.subject.calls import CallRecord
from grader.judge.subject.mirrors import Mirrors
from grader.judge.subject.traced import Traced
from grader.wire.frames import Payload
from grader.wire.objects import JUDGE, Objects


@pytest.fixture
def objects():
    return Objects(JUDGE)


@pytest.fixture
def note(objects):
    traced = Traced()

    def note(name, value, size=0):
        record = CallRecord(name, None, Payload(), {}, Mirrors(objects, None, {}), size)
        traced.note(record, value, objects.known_id)

    def find(*values):
        found = traced.find(values, objects.known_id)
        return None if found is None else found.name

    note.find, note.forget = find, traced.forget
    return note


def crossed(objects, value):
    objects.id_of(value)
    return value


@pytest.mark.parametrize("make", [lambda: np.ones(3), lambda: torch.ones(3), list, dict])
def test_an_array_of_an_earlier_call_is_known_again(note, objects, make):
    first, second = crossed(objects, make()), crossed(objects, make())
    note("first", first)
    note("second", second)
    assert note.find(first) == "first"
    assert note.find(make(), second) == "second"
    assert note.find(make()) is None


def test_so_are_numbers_parts_and_views(note, objects):
    weight, table, grid = float("2.5"), crossed(objects, np.ones((2, 2))), crossed(objects, torch.ones(2, 2))
    note("number", weight)
    note("pair", (table, float("0.5")))
    note("grid", grid)
    note("other", float("2.5"))
    assert note.find(weight) == "number"
    assert note.find(table[0]) == "pair"
    assert note.find(grid[1]) == "grid"
    assert note.find([0.0, [weight]]) == "number"


def test_what_python_has_once_is_the_last_call_that_gave_it(note):
    note("first", True)
    note("second", True)
    note("third", False)
    note("text", "a longer text")
    assert note.find(True) == "second"
    assert note.find([True, 0, False]) == "third"
    assert note.find(None) is None


def test_a_value_that_tells_wins_over_a_later_one_that_does_not(note):
    weight = float("2.5")
    note("first", [weight, 1])
    note("second", 1)
    assert note.find([1, weight]) == "first"


def test_nothing_of_both_sides_is_kept_alive(note, objects):
    array = crossed(objects, np.ones(3))
    held = sys.getrefcount(array)
    note("first", (array, [array], {"a": array}))
    assert sys.getrefcount(array) == held


def test_few_calls_and_few_bytes_are_kept(note):
    first = float("1.5")
    note("first", first)
    for number in range(499):
        note(str(number), number + 0.25)
    assert note.find(first) == "first"
    note("last", 0.75)
    assert note.find(first) is None
    note("large", first, size=9 << 20)
    note("larger", 0.25, size=8 << 20)
    assert note.find(first) is None
    note.forget()
    assert note.find(0.25) is None
