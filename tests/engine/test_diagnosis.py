"""Which misconception a submission has is told from what it answers, in the box; nothing else is taken for one."""

import hashlib
from pathlib import Path

import pytest

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission.model import Submission

COURSE = Path(__file__).parents[2]
"""Whole submissions by students who have a misconception, written without sight of misconceptions.py."""
TRAINING_LOOP = """
import torch


def make_optimizer(model, lr):
    return torch.optim.SGD(model.parameters(), lr={rate})


def train(model, x, y, epochs, lr):
    optimizer, losses = make_optimizer(model, lr), []
    for _ in range({epochs}):
        optimizer.zero_grad()
        loss = {loss}
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {losses}
"""
MANUAL_UPDATE = """
import torch


def manual_step(model, lr):
    with torch.no_grad():
        for p in {parameters}:
            if p.grad is not None:
                {step}
"""
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


def test_a_suite_that_asks_first_and_compares_then_tells_the_call_that_went_wrong(judge):
    tests = {test.name: test for test in judge("slope", slope(slope="2 * gap * node_value"))}
    assert tests["test_slope_with_activation"].call == "weight_slope(7, 4.5, -1.5, 0.5)"
    flat = tests["test_slope_is_flat_where_a_factor_is_zero"]
    assert flat.message.startswith("the slope where no factor is 0")
    assert not flat.call.endswith(", 0.0)")  # as the last call does


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


def loop(rate="lr", epochs="epochs", loss="((model(x)[:, 0] - y) ** 2).mean()", losses="losses"):
    return TRAINING_LOOP.format(rate=rate, epochs=epochs, loss=loss, losses=losses)


def step(parameters="model.parameters()", step="p -= lr * p.grad"):
    return MANUAL_UPDATE.format(parameters=parameters, step=step)


@pytest.mark.parametrize(
    ("slug", "source", "kinds"),
    [
        ("training_loop", loop(rate="lr, momentum=0.9"), {"after_first_step"}),
        ("training_loop", loop(rate="lr / 2"), {"after_first_step"}),
        ("training_loop", loop(epochs="epochs - 1"), {"length"}),
        ("training_loop", loop(losses="None"), {"none"}),
        ("training_loop", loop(losses="losses[::-1]"), {"order"}),
        ("training_loop", loop(loss="(model(x)[:, 0] - y).abs().mean()"), set()),
        ("training_loop", loop(loss="((modl(x)[:, 0] - y) ** 2).mean()"), set()),
        ("manual_update", step(step="p += lr * p.grad"), set()),
        ("manual_update", step(step="p -= 2 * lr * p.grad"), set()),
        ("manual_update", step(step="p -= lr * p.grad.mean()"), set()),
        ("manual_update", step(parameters="list(model.parameters())[-2:]"), set()),
        ("manual_update", step(step="p -= lr * p.gradient"), set()),
    ],
)
def test_other_bugs_of_the_course_are_not_called_misconceptions(judge, slug, source, kinds):
    tests = judge(slug, source)
    assert any(test.status != "passed" for test in tests)
    assert diagnosed(tests) == {}
    assert observed(tests) == kinds


BROKEN = {
    "hangs": "def f(x):\n    while True:\n        pass\n\n\nMISCONCEPTIONS = {'a': {'f': f}}\n",
    "dies": "import os\n\n\ndef f(x):\n    os._exit(7)\n\n\nMISCONCEPTIONS = {'a': {'f': f}}\n",
    "raises": "raise RuntimeError\n",
    "eats": "def f(x):\n    return [0] * (1 << 40)\n\n\nMISCONCEPTIONS = {'a': {'f': f}}\n",
    "holds": "MISCONCEPTIONS = {'a': {'f': lambda x: x + 1.5}}\n",
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """An engine for exercises whose misconceptions.py is broken, but for that of the last."""
    root = tmp_path_factory.mktemp("broken")
    exercises = "\n".join(f"  - {{slug: {slug}, title: One, points: 1}}" for slug in BROKEN)
    limits = "defaults:\n  limits: {test: 2s, submission: 8s}\n"
    (root / "course.yaml").write_text(f"id: broken\ntitle: Broken\n{limits}exercises:\n{exercises}\n")
    for slug, misconceptions in BROKEN.items():
        folder = root / "solutions" / slug
        folder.mkdir(parents=True)
        (folder / f"{slug}.py").write_text("def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n")
        (folder / f"test_{slug}.py").write_text(
            f"from {slug} import f\n\n\ndef test_one():\n    assert f(3.5) == 3.5\n\n\ndef test_type():\n    f(1)\n"
        )
        (folder / "misconceptions.py").write_text(misconceptions)
    course = load_course(root)
    with LocalEngine(course) as engine:
        yield engine, course


@pytest.mark.parametrize("slug", BROKEN)
def test_a_diagnosis_that_fails_costs_no_verdict(broken, slug):
    engine, course = broken
    source = "def f(x):\n    return x + 1.5\n"
    submission = Submission(slug, ((f"{slug}.py", source),), (), hashlib.sha256(source.encode()).hexdigest(), ())
    tests = engine.judge(course.exercise(slug), submission, seed=1, device="cpu").tests
    assert {test.name: test.status for test in tests} == {"test_one": "failed", "test_type": "passed"}
    assert diagnosed(tests) == ({"test_one": "a"} if slug == "holds" else {})
