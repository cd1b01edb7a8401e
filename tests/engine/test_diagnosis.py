"""Which misconception a submission has is told from what it answers, in the box; nothing else is taken for one."""

import hashlib
from pathlib import Path

import pytest

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission.model import Submission

COURSE = Path(__file__).parents[2]
SLOPE = """
def weight_slope(prediction, target, node_value, activation_slope=1.0):
    gap = {gap}
    return {slope}


def update_weight(weight, slope, lr):
    return {step}
"""


@pytest.fixture(scope="module")
def course():
    return load_course(COURSE)


@pytest.fixture(scope="module")
def engine(course):
    with LocalEngine(course) as engine:
        yield engine


@pytest.fixture
def judge(engine, course):
    def run(slug, source, seed=1):
        submission = Submission(slug, ((f"{slug}.py", source),), (), hashlib.sha256(source.encode()).hexdigest(), ())
        return engine.judge(course.exercise(slug), submission, seed=seed, device="cpu").tests

    return run


def diagnosed(tests):
    return {test.name: test.diagnosis.misconception for test in tests if test.diagnosis is not None}


def observed(tests):
    return {test.observation.kind for test in tests if test.observation is not None}


def slope(gap="prediction - target", slope="2 * gap * node_value * activation_slope", step="weight - lr * slope"):
    return SLOPE.format(gap=gap, slope=slope, step=step)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("source", "misconception"),
    [
        (slope(gap="target - prediction"), "sign"),
        (slope(slope="node_value * gap * activation_slope"), "no_two"),
        (slope(slope="gap * activation_slope + activation_slope * gap"), "no_input"),
        (slope(slope="node_value * (gap + gap)"), "no_activation"),
        (slope(step="lr * slope + weight"), "ascent"),
        (slope(step="weight + -slope"), "no_lr"),
    ],
)
def test_a_misconception_is_named_at_each_test_that_it_fails(judge, source, misconception, seed):
    tests = judge("slope", source, seed)
    failed = [test.name for test in tests if test.status != "passed"]
    assert failed
    assert diagnosed(tests) == dict.fromkeys(failed, misconception)
    assert all(0.5 <= test.diagnosis.confidence <= 1 for test in tests if test.diagnosis)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (slope(slope="3 * gap * node_value * activation_slope"), "ratio"),
        (slope(slope="gap * node_value"), None),  # two errors at once
        (slope(slope="2 * gapp * node_value * activation_slope"), None),  # a typing error
        (slope(step="slope - lr * weight"), None),
        (slope(step="weight - lr * slope + 1"), "offset"),
        (slope(step="lr * slope - weight"), "sign"),
        (slope(step="None"), "none"),
        (slope(step="str(weight - lr * slope)"), "type"),
    ],
)
def test_what_is_no_misconception_is_not_called_one(judge, source, kind):
    tests = judge("slope", source)
    assert any(test.status != "passed" for test in tests)
    assert diagnosed(tests) == {}
    assert observed(tests) == ({kind} if kind else set())


def test_two_misconceptions_are_named_where_they_fail(judge):
    tests = judge("slope", slope(gap="target - prediction", step="weight + lr * slope"))
    assert diagnosed(tests) == {
        "test_slope_without_activation": "sign",
        "test_slope_with_activation": "sign",
        "test_slope_doubles_with_the_error": "sign",
        "test_slope_is_flat_where_a_factor_is_zero": "sign",
        "test_one_step": "ascent",
        "test_steps_of_every_size": "ascent",
    }


def test_right_code_is_explained_by_nothing(judge):
    tests = judge("slope", slope())
    assert all(test.status == "passed" and test.diagnosis is None and test.observation is None for test in tests)


def test_verdicts_are_told_before_they_are_explained(engine, course):
    told = []
    source = slope(gap="target - prediction")
    submission = Submission("slope", (("slope.py", source),), (), hashlib.sha256(source.encode()).hexdigest(), ())
    tests = engine.judge(course.exercise("slope"), submission, seed=1, device="cpu", on_test=told.append).tests
    assert {test.name: test.status for test in told} == {test.name: test.status for test in tests}
    assert not any(test.diagnosis for test in told)
    assert any(test.diagnosis for test in tests)


@pytest.mark.parametrize(
    ("slug", "misconception"),
    [
        ("manual_update", "extra_batch_divide"),  # decorated: pytest asks its function for `__wrapped__`
        ("save_load_infer", "no_eval"),  # answers by chance
        ("save_load_infer", "strict_false"),  # the same, and wrote a file
        ("save_load_infer", "assigned_return"),  # gives a named tuple of torch's
        ("module_and_activation", "python_list"),  # a layer whose parameters are not the reference's
        ("module_and_activation", "layer_in_forward"),
        ("module_and_activation", "relu_head"),  # has two forms
    ],
)
def test_a_wrong_submission_is_diagnosed_at_each_test_that_it_fails(judge, slug, misconception):
    tests = judge(slug, (COURSE / "tests/course_content/wrong" / slug / f"{misconception}.py").read_text("utf-8"))
    failed = [test.name for test in tests if test.status != "passed"]
    assert failed
    assert diagnosed(tests) == dict.fromkeys(failed, misconception)
