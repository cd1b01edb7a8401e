"""The plugin `grader`: its marks and fixtures, in pytest runs of their own."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from grader.judge.figures import MAX_CURVES, MAX_FIGURES, Recorder
from grader.judge.fixtures import Rng
from grader.judge.points import MAX_POINTS

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parents[2]

REFERENCE = "LIMIT = 3\ndef double(x):\n    return 2 * x\n"
SUITE = """
import pytest
from double import double


@pytest.mark.task(1)
@pytest.mark.points(2)
@pytest.mark.visibility("visible")
def test_it(reference, rng, figure, record_property):
    number = int(rng.numpy.integers(1, 10**9))
    print("drew", number)
    figure.lines("title", "x", "y", "alt", got=[1.0, 2.0])
    assert reference.LIMIT == 3
    assert reference.__name__ != "double"
    assert double(number) == reference.double(number)


@pytest.mark.gpu
def test_on_the_gpu(device):
    assert device == "cuda"


def test_device(device):
    print("device is", device)
"""


@pytest.fixture
def course(pytester):
    """A folder `solutions/double` with a reference and a suite, and an empty one beside it."""
    pytester.mkpydir("elsewhere")
    pytester.makeini("[pytest]\naddopts = --strict-markers --import-mode=importlib\nfilterwarnings = error\n")
    folder = pytester.mkdir("solutions") / "double"
    folder.mkdir()
    (folder / "double.py").write_text(REFERENCE)
    (folder / "test_double.py").write_text(SUITE)
    return folder


def drawn(result):
    return [line for line in result.outlines if line.startswith("drew")]


def test_under_plain_pytest_a_suite_meets_the_reference(pytester, course):
    result = pytester.runpytest_subprocess("-rP", course)
    result.assert_outcomes(passed=2, skipped=1)
    assert "device is cpu" in result.outlines


def test_the_device_is_an_option_and_runs_the_tests_that_need_a_gpu(pytester, course):
    result = pytester.runpytest_subprocess("-rP", "--grader-device=cuda", course)
    result.assert_outcomes(passed=3)
    assert "device is cuda" in result.outlines


def test_random_numbers_depend_on_the_seed_and_not_on_where_pytest_starts(pytester, course):
    first = drawn(pytester.runpytest_subprocess("-rP", course))
    assert len(first) == 1
    from_inside = drawn(pytester.runpytest_subprocess("-rP", f"--rootdir={course}", course / "test_double.py::test_it"))
    assert from_inside == first
    assert drawn(pytester.runpytest_subprocess("-rP", "--grader-seed=1", course)) != first


def test_the_judges_subject_seed_and_device_go_before_the_options(pytester, course):
    pytester.makeconftest("""
import sys
from types import ModuleType
from grader.judge.fixtures import DEVICE, FIGURES, SEED

subject = ModuleType("double")
subject.double = lambda x: 3 * x
sys.modules["double"] = subject


def pytest_configure(config):
    config.stash[SEED] = 1
    config.stash[DEVICE] = "cuda"


def pytest_runtest_teardown(item):
    print("figures", [figure.title for figure in item.stash.get(FIGURES, [])])
""")
    result = pytester.runpytest_subprocess("-rA", course)
    result.assert_outcomes(passed=2, failed=1)
    assert "device is cuda" in result.outlines
    assert "figures ['title']" in result.outlines
    assert len(drawn(result)) == 1


def test_two_folders_of_one_name_each_meet_their_own_module(pytester, course):
    stub = pytester.mkdir("exercises") / "double"
    stub.mkdir()
    (stub / "double.py").write_text("def double(x):\n    raise NotImplementedError\n")
    (stub / "test_examples.py").write_text("from double import double\ndef test_it():\n    assert double(2) == 4\n")
    result = pytester.runpytest_subprocess("exercises", "solutions")
    result.assert_outcomes(failed=1, passed=2, skipped=1)


def test_the_shipped_suites_pass_on_their_references_under_plain_pytest():
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "solutions"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-3000:]


def test_loading_the_plugin_imports_nothing_heavy():
    code = "import sys, grader.judge.fixtures; print(sorted({'torch', 'numpy', 'nbformat', 'jsonschema', 'sqlalchemy', 'msgspec'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_generators_are_seeded_from_seed_and_test_and_leave_global_states_alone():
    before = np.random.get_state()[1].tolist(), torch.get_rng_state().tolist()  # noqa: NPY002

    def draw(seed, test):
        rng = Rng(seed, test)
        return rng.numpy.random(), torch.rand(1, generator=rng.torch).item()

    assert draw(0, "a") == draw(0, "a")
    assert len({draw(0, "a"), draw(1, "a"), draw(0, "b"), draw(-1, "a")}) == 4
    assert before == (np.random.get_state()[1].tolist(), torch.get_rng_state().tolist())  # noqa: NPY002


def record(**series):
    figures = []
    Recorder(figures).lines("title", "x", "y", "alt", **series)
    return figures


def test_a_figure_holds_plain_finite_numbers():
    (figure,) = record(
        **{"your loop": [1, np.float32(2), math.nan, math.inf, 10**400, None, "3", True, 4.0]},
        array=np.array([1.0, 2.0]),
        tensor=torch.tensor([1.0, 2.0], requires_grad=True),
    )
    assert [curve.label for curve in figure.curves] == ["your loop", "array", "tensor"]
    assert (figure.curves[0].x, figure.curves[0].y) == ((0.0, 1.0, 8.0), (1.0, 2.0, 4.0))
    assert {type(value) for curve in figure.curves for value in (*curve.x, *curve.y)} == {float}
    assert figure.curves[2].y == (1.0, 2.0)


@pytest.mark.parametrize(
    "values", [None, 3.0, "123", [], [None], {"a": 1.0}, np.ones((2, 2)), [math.nan], object(), [[1.0]]]
)
def test_what_can_not_be_drawn_is_left_out(values):
    assert record(got=values) == []


def test_figures_are_capped():
    (figure,) = record(**{f"curve {i}": [0.0] * (MAX_POINTS + 5) for i in range(MAX_CURVES + 5)})
    assert len(figure.curves) == MAX_CURVES
    assert len(figure.curves[0].x) == MAX_POINTS
    figures = []
    for _ in range(MAX_FIGURES + 2):
        Recorder(figures).lines("t" * 5000, "x", "y", "a" * 5000, **{"l" * 5000: [1.0]})
    assert len(figures) == MAX_FIGURES
    assert len(figures[0].title) == len(figures[0].alt) == len(figures[0].curves[0].label) == 300
