"""What a suite is worth: tried for real on right answers, misconceptions and mutants of a small reference."""

import functools

import pytest

from grader.authoring.strength import measure, read_wrong_and_right
from grader.authoring.validate import validate
from grader.course import load_course
from grader.engine.trials import Trials
from grader.judge.trial_messages import Trial
from tests.authoring.test_validate import TableJudge, make_submissions, right

COURSE = "id: small\ntitle: Small\nexercises:\n  - {slug: double, title: Double, points: 3}\n"
REFERENCE = '''\
"""Doubling."""


def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    count = 0
    while count < 3:
        count += 1
    return 2 * x
    ### END SOLUTION


def mean(values):
    """Their mean."""
    ### BEGIN SOLUTION
    return sum(values) / len(values)
    ### END SOLUTION
'''
SUITE = '''\
import pytest
from double import double, mean
from grader.judge import assert_same


@pytest.mark.points(2)
@pytest.mark.visibility("visible")
def test_double(rng, reference):
    """Doubles"""
    for x in rng.numpy.normal(size=3).tolist():
        assert_same(double(x), reference.double(x))
    assert_same(double(3.25), 6.5)


@pytest.mark.points(1)
def test_mean():
    """Means"""
    assert_same(mean([1.25, 2.5, 6.75]), 3.5)
'''
MISCONCEPTIONS = '''\
def no_two(x):
    """It is not doubled."""
    return x


def same(x):
    """It does the same."""
    return x + x


MISCONCEPTIONS = {"no_two": [{"double": no_two}, {"double": lambda x: 1 * x}], "same": [{"double": same}, {"double": lambda x: x * 2}]}
'''


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    root = tmp_path_factory.mktemp("small")
    (root / "course.yaml").write_text(COURSE)
    folder = root / "solutions" / "double"
    (folder / "alternatives").mkdir(parents=True)
    (folder / "double.py").write_text(REFERENCE)
    (folder / "test_double.py").write_text(SUITE)
    (folder / "README.md").write_text("# Double\n\nThe mean of 1.25, 2.5 and 6.75 is 3.5.\n")
    (folder / "misconceptions.py").write_text(MISCONCEPTIONS)
    (folder / "mutants.yaml").write_text("equivalent:\n  NumberReplacer-0: was once\n")
    mean = "def mean(values):\n    return sum(values) / len(values)\n"
    (folder / "alternatives" / "plus.py").write_text(f"def double(x):\n    return x + x\n\n\n{mean}")
    (folder / "alternatives" / "fragile.py").write_text(f"def double(x):\n    return 2 * abs(x)\n\n\n{mean}")
    return load_course(root)


@pytest.fixture(scope="module")
def trials(small):
    with Trials(small, ["double"], workers=2) as trials:
        yield trials


@pytest.fixture(scope="module")
def found(small, trials):
    subjects = read_wrong_and_right(small.suite_folder("double"))
    return measure(subjects, functools.partial(trials.run, "double"), {"test_double": 2.0, "test_mean": 1.0})


def texts(problems, severity):
    return [problem.text for problem in problems if problem.severity == severity]


def test_a_right_answer_that_loses_points_is_named_with_the_seeds(found):
    (text,) = [text for text in texts(found[1], "advice") if text.startswith("alternatives/")]
    assert text.startswith("alternatives/fragile.py is right, and loses points: test_double (seed 0")
    assert found[0].alternatives == ("fragile", "plus")


def test_a_misconception_that_loses_nothing_is_named_with_its_form(found):
    told = [text for text in texts(found[1], "advice") if "misconception" in text]
    lost = [text for text in told if "loses no points" in text]
    assert lost == [f"The misconception {name} loses no points on every seed." for name in ("same", "same, form 2")]


def test_each_misconception_is_diagnosed_in_all_its_forms_or_said_not_to_be(found):
    assert found[0].misconceptions["no_two"] == ("no_two",)
    assert found[0].misconceptions["same"] == ()
    assert "The misconception same is not diagnosed." in texts(found[1], "advice")


def test_mutants_are_killed_one_that_never_ends_too_and_survivors_are_shown(found):
    strength, _ = found
    diffs = "\n".join(mutant.diff for mutant in strength.survivors)
    assert "while count <= 3" in diffs
    assert "2 + x" not in diffs
    assert "while count" in diffs
    assert strength.killed + len(strength.survivors) == strength.mutants
    assert all("count -= 1" not in mutant.diff for mutant in strength.survivors)


def test_too_few_kills_and_mutants_that_are_not_there_are_said(found):
    strength, problems = found
    assert strength.mutation_score < 0.95
    told = texts(problems, "advice")
    assert f"The suite kills {strength.killed} of {strength.mutants} mutants; at least 95% are wanted." in told
    assert "mutants.yaml names NumberReplacer-0, and there is no such mutant." in told


def test_errors_of_float32_and_of_wrong_answers_are_measured_test_by_test(found):
    gaps = {gap.test: gap for gap in found[0].gaps}
    assert 0 < gaps["test_double"].right < 0.1
    assert gaps["test_double"].right_by == "the reference in float32"
    assert gaps["test_double"].wrong > 1000
    assert not gaps["test_double"].narrow


def test_a_hidden_call_that_the_readme_shows_stops_a_release(small, trials):
    judge = TableJudge(right)
    result = validate(
        small,
        "double",
        make_submissions(),
        judge,
        seeds=(0,),
        attempt=functools.partial(trials.run, "double"),
        advise=False,
    )
    errors = texts(result.problems, "error")
    assert errors == [f"{name} shows what test_mean asks: mean on 1.25, 2.5, 6.75." for name in ("README.md:3",)]
    assert not result.ok


def test_what_hangs_outside_of_python_or_dies_is_ended_and_the_next_is_tried(trials):
    sources = [
        "import os\nos._exit(3)\n",
        "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF])\nwhile True: pass\n",
        "syntax error\n",
        REFERENCE,
    ]
    dead, hanging, broken, fine = trials.run(
        "double", [Trial("", "", sources={"double.py": source}) for source in sources], patience_s=3
    )
    assert dead.fault == "it brought its process down"
    assert hanging.fault == "it did not come back"
    assert broken.failed == [""]
    assert fine.failed == []
    assert [test.name for test in fine.tests] == ["test_double", "test_mean"]


def test_who_still_computes_when_it_was_explained_ends_with_its_process(trials):
    hang = REFERENCE.replace("count += 1", "count += 0")
    asked = [Trial("", "", sources={"double.py": source}, explain=True, test_s=0.5) for source in (hang, REFERENCE)]
    hung, fine = trials.run("double", asked)
    assert {test.status for test in hung.tests} == {"timeout", "passed"}
    assert hung.ends
    assert not fine.ends
    assert [test.status for test in fine.tests] == ["passed", "passed"]


def test_a_trial_that_stops_early_does_not_stop_the_next(trials):
    wrong = REFERENCE.replace("2 * x", "3 * x").replace("/ len", "* len")
    asked = [
        Trial("", "", sources={"double.py": source}, stop=stop) for source, stop in ((wrong, True), (wrong, False))
    ]
    tried = trials.run("double", asked * 3)
    assert [one.failed for one in tried] == [["test_double"], ["test_double", "test_mean"]] * 3


def test_a_trial_leaves_nothing_to_the_next_one(trials):
    spoil = "import torch, numpy\ntorch.set_grad_enabled(False)\ntorch.set_default_dtype(torch.float64)\n" + REFERENCE
    look = "import torch\nassert torch.is_grad_enabled() and torch.get_default_dtype() == torch.float32\n" + REFERENCE
    tried = trials.run("double", [Trial("", "", sources={"double.py": source}) for source in (spoil, look) * 4])
    assert [one.failed for one in tried] == [[]] * 8
