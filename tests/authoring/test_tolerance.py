"""Gaps between right and wrong, and references that sum in another order."""

import math

import numpy as np
import pytest
import torch

from grader.authoring.reorder import reorder
from grader.authoring.tolerance import measure_gaps
from grader.judge.compare import Mismatch, assert_same, hear_errors
from grader.judge.reordered import add_up, matmul, reduce
from grader.judge.trial_messages import Outcome, Tried


def tried(**errors):
    """A run: a test passes with an error up to 1."""
    passed = {name: error is None or error <= 1 for name, error in errors.items()}
    return Tried([Outcome(name, "passed" if passed[name] else "failed", error, 0.0) for name, error in errors.items()])


def test_the_gap_lies_between_the_worst_right_answer_and_the_best_wrong_one():
    right = {"a": [tried(t=0.01), tried(t=0.2)], "b": [tried(t=0.1)]}
    wrong = {"m": [tried(t=50.0)], "n": [tried(t=1.5), tried(t=math.inf)]}
    (gap,) = measure_gaps(right, wrong)
    assert (gap.test, gap.right, gap.right_by, gap.wrong, gap.wrong_by) == ("t", 0.2, "a", 1.5, "n")
    assert gap.factor == pytest.approx(7.5)
    assert gap.narrow


def test_wrong_answers_that_pass_or_differ_by_no_number_do_not_count():
    (gap,) = measure_gaps({"a": [tried(t=0.5)]}, {"m": [tried(t=0.9)], "n": [tried(t=math.inf)]})
    assert gap.wrong is None
    assert not gap.narrow


def test_a_test_that_tells_no_error_has_no_gap():
    assert measure_gaps({"a": [tried(t=None)]}, {"m": [tried(t=3.0)]}) == ()


@pytest.mark.parametrize(
    ("got", "want", "error"),
    [
        (1.0 + 5e-6, 1.0, 5e-6 / 1.1e-5),
        (2.0, 1.0, 1 / 1.1e-5),
        (np.array([1.0, 1.0]), np.array([1.0, 1.0 + 1.1e-5]), 1.0),
        ([1.0, torch.tensor(2.0)], [1.0, torch.tensor(2.0)], 0.0),
        (math.inf, math.inf, 0.0),
        (math.nan, 1.0, math.inf),
        ([1.0], [1.0, 2.0], math.inf),
        ("a", "b", math.inf),
        (10**400, 10**400, 0.0),
    ],
)
def test_assert_same_tells_its_error_in_units_of_the_tolerance(got, want, error):
    heard = []
    with hear_errors(heard.append):
        try:
            assert_same(got, want)
        except Mismatch:
            assert error > 1
    assert heard == [pytest.approx(error, rel=1e-3)]


def test_nobody_hears_errors_afterwards():
    heard = []
    with hear_errors(heard.append):
        pass
    assert_same(1.0, 1.0)
    assert heard == []


def test_sums_in_another_order_are_the_same_numbers_in_other_last_digits():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(5, 300)).astype(np.float32), rng.normal(size=(300, 4)).astype(np.float32)
    for left, right in ((a, b), (a[0], b[:, 0]), (torch.tensor(a), torch.tensor(b))):
        assert_same(matmul(left, right), left @ right, atol=1e-4)
    assert (matmul(a, b) != a @ b).any()
    for value in (a, torch.tensor(a)):
        assert_same(reduce("sum", value, 1), value.sum(1), atol=1e-4)
        assert_same(reduce("mean", value), value.mean())
    assert add_up(iter([1, 2, 3]), 4) == 10
    assert reduce("sum", np.float64(3)) == 3


def test_a_reference_is_reordered_wherever_it_sums():
    source = "import numpy as np\n\ndef f(a, b):\n    return a @ b + np.sum(a) + a.mean(axis=0) + sum([1, 2]) + np.dot(a, b)\n"
    turned = reorder(source)
    assert turned.count("_grader_matmul(") == 2
    assert turned.count("_grader_reduce(") == 2
    assert turned.count("_grader_add_up(") == 1
    names, plain = {}, {}
    exec(turned, names)
    exec(source, plain)
    a = np.arange(9.0).reshape(3, 3)
    assert_same(names["f"](a, a.T), plain["f"](a, a.T))


def test_one_that_sums_nothing_has_no_such_variant():
    assert reorder('"""Doc."""\nfrom __future__ import annotations\n\ndef f(a):\n    return 2 * a\n') is None
