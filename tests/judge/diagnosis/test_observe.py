"""What wrong answers have in common: only what holds in all of them."""

import numpy as np
import pytest
import torch

from grader.judge.diagnosis.decide import Weighed
from grader.judge.diagnosis.observe import observe
from grader.judge.diagnosis.replay import Call
from grader.judge.diagnosis.snapshots import Outcome, take_arguments, take_value


def see(*pairs, before=None):
    """What is observed where the student's code gave the first of each pair, and the reference the second."""
    calls = []
    for at, (got, want) in enumerate(pairs):
        args = take_arguments(before[at], {})[0] if before else ()
        call = Call((0, at), "t", "f", args, Outcome(take_value(got), None, args))
        call.of_variants[0] = Outcome(take_value(want), None, args)
        calls.append(call)
    return observe(Weighed(calls, []), {"t"}).get("t")


def rows(*numbers):
    return np.array(numbers, dtype=float)


@pytest.mark.parametrize(
    ("kind", "pairs"),
    [
        ("none", [(None, 1.0), (None, 2.0)]),
        ("type", [("1.0", 1.0)]),
        ("sign", [(-1.5, 1.5), (2.5, -2.5)]),
        ("ratio", [(3.0, 1.5), (5.0, 2.5)]),
        ("offset", [(2.5, 1.5), (3.5, 2.5), (1.0, 0.0)]),
        ("transposed", [(np.arange(6.0).reshape(3, 2).T, np.arange(6.0).reshape(3, 2))]),
        ("transposed", [(rows([1, 2], [3, 4]), rows([1, 3], [2, 4]))]),
        ("broadcast", [(np.ones((3, 3)), np.ones(3))]),
        ("shape", [(np.ones((3, 1)), np.ones(3))]),
        ("length", [([1.0, 2.0], [1.0, 2.0, 3.0]), ([], [1.0])]),
        ("nan", [(rows(1, np.nan), rows(1, 2))]),
        ("inf", [(np.inf, 2.0)]),
        ("order", [(rows(2, 1, 3), rows(1, 2, 3))]),
        ("one_element", [(rows(1, 2, 4), rows(1, 2, 3))]),
        ("after_first_step", [([4.0, 5.0, 7.0], [4.0, 3.0, 1.0])]),
        ("only_bias", [([(rows([1, 2]), rows(5.5))], [(rows([1, 2]), rows(7))])]),
    ],
)
def test_what_holds_of_all_wrong_answers_is_said(kind, pairs):
    assert see(*pairs).kind == kind


def test_the_ratio_is_named():
    assert see((3.0, 1.5), (5.0, 2.5)).facts == {"ratio": 2.0}
    assert see((rows(1, 2), rows(3, 6))).facts == {"ratio": round(1 / 3, 6)}


@pytest.mark.parametrize(
    "pairs",
    [
        [(3.0, 1.5), (5.0, 1.5)],
        [(-1.5, 1.5), (2.5, 2.0)],
        [(rows(1, 2, 4), rows(1, 2, 3)), (rows(9, 9, 9), rows(1, 2, 3))],
        [(3.0, 1.5), (0.5, 0.5), (5.0, 2.5)],  # a right answer speaks against it
    ],
)
def test_what_holds_of_some_only_is_not_said(pairs):
    assert see(*pairs) is None


def test_right_answers_are_not_spoken_of():
    assert see((1.5, 1.5), (2.5, 2.5)) is None


def test_a_ratio_that_is_the_number_of_rows_each_time_is_called_so():
    before = [[np.ones((3, 2))], [np.ones((5, 2))]]
    assert see((rows(3, 6), rows(1, 2)), (rows(5, 10), rows(1, 2)), before=before).facts == {"of": "N"}
    assert see((rows(1, 2), rows(3, 6)), (rows(1, 2), rows(5, 10)), before=before).facts == {"of": "1/N"}


def test_changed_arguments_are_said_where_results_are_right():
    before = take_arguments([[1.0, 2.0]], {})[0]
    after = take_arguments([[1.5, 2.0]], {})[0]
    call = Call((0, 0), "t", "f", before, Outcome(take_value(1.0), None, after))
    call.of_variants[0] = Outcome(take_value(1.0), None, before)
    assert observe(Weighed([call], []), {"t"})["t"].kind == "changed_argument"
    call = Call((0, 0), "t", "f", before, Outcome(take_value(1.0), None, before))
    call.of_variants[0] = Outcome(take_value(1.0), None, after)
    assert observe(Weighed([call], []), {"t"})["t"].kind == "unchanged_argument"


def test_facts_hold_no_values_of_hidden_inputs():
    found = see((torch.tensor([[1.25, 2.5]]), torch.tensor([1.25, 2.5])))
    assert found.facts == {}
