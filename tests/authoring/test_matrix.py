"""The matrix misconception x diagnosed as: the identity, or said what is wrong with it."""

from grader.authoring.matrix import check_matrix, read_matrix
from grader.judge.trial_messages import Outcome, Tried


def explained(*runs):
    """A list of the misconceptions found, for each seed."""
    return [Tried(diagnosed=[("test", name) for name in found]) for found in runs]


def plain(error):
    return [Tried([Outcome("test", "failed", error, 0.0)])]


def check(runs, **errors):
    tried = {name: plain(errors.get(name, float(number))) for number, name in enumerate(runs, 2)}
    return [problem.text for problem in check_matrix(read_matrix(runs), runs, tried)]


def test_each_known_for_itself_is_the_identity():
    runs = {"a": explained(["a"], ["a", "a"]), "b": explained(["b"], ["b"])}
    assert read_matrix(runs) == {"a": ("a",), "b": ("b",)}
    assert check(runs, a=2.0, b=2.0) == []


def test_one_that_is_taken_for_another_is_named_with_it():
    runs = {"a": explained(["b"], ["b"]), "b": explained(["b"], ["b", "a"])}
    assert check(runs) == ["The misconception a is diagnosed as b.", "The misconception b is diagnosed as a too."]


def test_one_seed_without_a_diagnosis_is_none():
    runs = {"a": explained(["a"], [])}
    assert read_matrix(runs) == {"a": ()}
    assert check(runs) == ["The misconception a is not diagnosed."]


def test_a_pair_that_looks_the_same_to_every_test_is_named():
    runs = {"a": explained([]), "b": explained([]), "c": explained(["c"])}
    assert check(runs, a=5.0, b=5.0, c=7.0)[-1] == "No test tells the misconceptions a and b apart."
    assert len(check(runs, a=5.0, b=6.0, c=7.0)) == 2


def test_what_could_not_be_run_says_why():
    runs = {"a": [Tried(fault="Traceback\nNameError: no such name")]}
    assert check(runs) == ["The misconception a can't be diagnosed: NameError: no such name."]
