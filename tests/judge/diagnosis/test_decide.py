"""Which of several misconceptions explains a test, and when none does."""

import pytest
import torch
from torch import nn

from grader.judge.diagnosis.decide import Candidate, Weighed, confidence_of, decide
from grader.judge.diagnosis.replay import Call
from grader.judge.diagnosis.snapshots import Outcome, Thrown, take_arguments, take_value


def outcome(value):
    if isinstance(value, Exception):
        return Outcome(None, Thrown(type(value).__name__, type(value).__name__, str(value)), ())
    return Outcome(take_value(value), None, ())


def weigh(rows, *, functions=None):
    """Rows of (test, the student's answer, the reference's, and each misconception's: "a", "b" and so on)."""
    calls = []
    for at, (test, *answers) in enumerate(rows):
        function = functions[at] if functions else "f"
        call = Call((0, at), test, function, (), outcome(answers[0]))
        call.of_variants = {number: outcome(value) for number, value in enumerate(answers[1:]) if value is not ...}
        calls.append(call)
    count = len(rows[0]) - 3
    return Weighed(calls, [Candidate(n + 1, "abcd"[n], frozenset({"f"})) for n in range(count)])


def ids(found):
    return {test: one.misconception for test, one in found.items()}


def test_the_misconception_that_gives_the_students_answers_is_the_diagnosis():
    weighed = weigh([("t", 7.5, 3.5, 7.5, 9.5), ("u", 1.25, 0.25, 1.25, 2.25)])
    assert ids(decide(weighed, {"t", "u"})) == {"t": "a", "u": "a"}
    assert ids(decide(weighed, {"u"})) == {"u": "a"}


def test_a_test_that_passes_puts_a_misconception_out():
    weighed = weigh([("t", 7.5, 3.5, 7.5), ("passes", 0.25, 0.25, 1.25)])
    assert decide(weighed, {"t"}) == {}


def test_two_that_fit_and_are_not_told_apart_are_no_diagnosis():
    assert decide(weigh([("t", 7.5, 3.5, 7.5, 7.5)]), {"t"}) == {}


def test_two_that_fit_are_told_apart_by_another_test():
    weighed = weigh([("t", 7.5, 3.5, 7.5, 7.5), ("other", 1.25, 0.25, 1.25, 2.25)])
    assert ids(decide(weighed, {"t"})) == {"t": "a"}
    weighed = weigh([("t", 7.5, 3.5, 7.5, 7.5), ("passes", 0.25, 0.25, 0.25, 2.25)])
    assert ids(decide(weighed, {"t"})) == {"t": "a"}


def test_an_answer_of_nobodys_is_no_diagnosis():
    assert decide(weigh([("t", 8.5, 3.5, 7.5, 9.5)]), {"t"}) == {}


def test_a_misconception_that_answers_like_the_reference_explains_nothing():
    assert decide(weigh([("t", 7.5, 7.5, 7.5)]), {"t"}) == {}
    assert decide(weigh([("t", 7.50001, 7.5, 7.50001)]), {"t"}) == {}  # too near to be told apart


def test_one_small_number_or_none_is_too_little():
    assert decide(weigh([("t", None, 3.5, None)]), {"t"}) == {}
    assert decide(weigh([("t", 0, 3.5, 0)]), {"t"}) == {}
    assert ids(decide(weigh([("t", None, 3.5, None), ("t", None, 4.5, None)]), {"t"})) == {"t": "a"}


def test_an_exception_must_have_the_same_text():
    error = AttributeError("'float' object has no attribute 'backward'")
    other = AttributeError("'Tensor' object has no attribute 'backwards'")
    assert ids(decide(weigh([("t", error, 3.5, error)]), {"t"})) == {"t": "a"}
    assert decide(weigh([("t", other, 3.5, error)]), {"t"}) == {}
    mistyped = NameError("name 'x' is not defined")
    assert decide(weigh([("t", mistyped, 3.5, mistyped)]), {"t"}) == {}


def test_code_that_breaks_down_elsewhere_does_not_speak_against_it():
    weighed = weigh([("t", 7.5, 3.5, 7.5), ("breaks", ValueError("x"), 0.25, 1.25)])
    assert ids(decide(weighed, {"t", "breaks"})) == {"t": "a"}


def test_the_other_functions_of_a_run_do_not_speak_against_it():
    weighed = weigh([("t", 7.5, 3.5, 7.5), ("t", 1.25, 1.25, 2.25)], functions=["f", "g"])
    assert ids(decide(weighed, {"t"})) == {"t": "a"}


@pytest.mark.parametrize("more", [0, 1, 2, 6, 20])
def test_confidence_grows_with_the_calls_that_tell_it_apart(more):
    rows = [("t", 7.5 + n, 3.5, 7.5 + n) for n in range(more + 1)]
    (found,) = decide(weigh(rows), {"t"}).values()
    assert found.confidence == pytest.approx(confidence_of(more + 1), abs=1e-4)
    assert 0 < found.confidence <= 1
    assert (found.confidence == 1) == (more + 1 >= 8)


def test_confidence_is_what_the_nearest_rival_leaves():
    rows = [("t", 7.5, 3.5, 7.5, 9.5)] + [("t", 7.5 + n, 3.5, 7.5 + n, 7.5 + n) for n in range(9)]
    (found,) = decide(weigh(rows), {"t"}).values()
    assert found.misconception == "a"
    assert found.confidence == 0.5


def weigh_calls(*calls):
    """Calls of one test, each (what the argument was, the student's result and argument, and so on for each variant)."""
    weighed = []
    for at, (old, *answers) in enumerate(calls):
        outcomes = [Outcome(take_value(result), None, take_arguments([arg], {})[0]) for result, arg in answers]
        call = Call((0, at), "t", "f", take_arguments([old], {})[0], outcomes[0])
        call.of_variants = dict(enumerate(outcomes[1:]))
        weighed.append(call)
    count = len(calls[0]) - 3
    return Weighed(weighed, [Candidate(n + 1, "abcd"[n], frozenset({"f"})) for n in range(count)])


def test_an_argument_that_only_the_student_changes_is_a_mistake_of_its_own():
    old, changed = [1.5], [2.5]
    changes = (old, (7.5, changed), (3.5, old), (7.5, old))
    assert ids(decide(weigh_calls(changes), {"t"})) == {"t": "a"}
    only_that = (old, (3.5, changed), (3.5, old), (3.5, old))
    assert decide(weigh_calls(only_that), {"t"}) == {}
    assert ids(decide(weigh_calls(only_that, changes), {"t"})) == {"t": "a"}
    as_the_reference_does = (old, (7.5, [4.5]), (3.5, changed), (7.5, changed))
    assert decide(weigh_calls(as_the_reference_does), {"t"}) == {}


def a_layer(*, mode=True, grad=None, free=True):
    """Always of the same weight."""
    layer = nn.Linear(1, 1, bias=False).train(mode)
    layer.weight = nn.Parameter(torch.ones(1, 1), requires_grad=free)
    layer.weight.grad = None if grad is None else torch.full((1, 1), grad)
    return layer


def test_two_that_give_the_answer_are_told_apart_by_who_is_nearer_in_the_rest():
    students = (None, a_layer())  # neither leaves the gradient as the student's code does
    call = (
        a_layer(grad=2.0),
        students,
        (None, a_layer(free=False)),
        (None, a_layer(grad=2.0)),
        (None, a_layer(grad=2.0, mode=False)),
    )
    assert ids(decide(weigh_calls(call, call), {"t"})) == {"t": "a"}
    assert decide(weigh_calls(*[(*call[:4], call[3])] * 2), {"t"}) == {}


def test_zeros_in_place_of_no_gradient_explain_only_what_nothing_else_tells_apart():
    old, none, zeros = a_layer(grad=2.0), (None, a_layer()), (None, a_layer(grad=0.0))
    assert ids(decide(weigh_calls(*[(old, zeros, none, zeros)] * 2), {"t"})) == {"t": "a"}
    assert decide(weigh_calls(*[(old, none, none, zeros)] * 2), {"t"}) == {}
    assert decide(weigh_calls(*[(old, zeros, none, (None, old))] * 2), {"t"}) == {}
