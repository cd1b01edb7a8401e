"""Exercises of several modules in real judges over real boxes."""

import hashlib

import pytest

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission.model import Submission

MAIN = "from layers.linear import linear\nimport given\n\n\ndef net(x):\n    return linear(x, given.WEIGHT)\n"
LINEAR = "def linear(x, w):\n    ### BEGIN SOLUTION\n    return x * w\n    ### END SOLUTION\n"
GIVEN = "WEIGHT = 3\n"
SUITE = """
import importlib.util
from pathlib import Path

import checks
import net


def test_net(reference):
    checks.same(net.net(2), reference.net(2))


def test_by_path():
    spec = importlib.util.spec_from_file_location("student", Path(__file__).with_name("net.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    checks.same(module.net(2), 6)
"""
FILES = {
    "net.py": MAIN,
    "layers/__init__.py": "",
    "layers/linear.py": LINEAR,
    "given.py": GIVEN,
    "checks.py": "def same(got, want):\n    assert got == want\n",
    "test_net.py": SUITE,
}


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "course.yaml").write_text(
        "id: nets\ntitle: N\nexercises:\n  - {slug: net, title: N, points: 1}\n", encoding="utf-8"
    )
    for name, source in {f"solutions/net/{name}": source for name, source in FILES.items()}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(source, encoding="utf-8")
    (root / "exercises" / "net").mkdir(parents=True)
    (root / "exercises" / "net" / "given.py").write_text(GIVEN, encoding="utf-8")
    course = load_course(root)
    with LocalEngine(course) as engine:

        def run(**files):
            sources = tuple(sorted((name.replace("__", "/") + ".py", source) for name, source in files.items()))
            submission = Submission("net", sources, (), hashlib.sha256(repr(sources).encode()).hexdigest(), ())
            verdicts = engine.judge(course.exercise("net"), submission, seed=1, device="cpu")
            return {test.name: test.status for test in verdicts.tests}

        yield run


def test_a_right_module_passes_and_what_was_given_is_there(judge):
    assert set(judge(net=MAIN, layers__linear=LINEAR).values()) == {"passed"}
    assert set(judge(net="def net(x):\n    return 3 * x\n").values()) == {"passed"}


def test_a_wrong_module_behind_the_main_one_fails_whatever_the_way_of_the_import(judge):
    wrong = LINEAR.replace("x * w", "x + w")
    assert set(judge(net=MAIN, layers__linear=wrong).values()) == {"failed"}


def test_a_module_of_the_reference_never_fills_in_for_a_students(judge):
    assert "passed" not in judge(net=MAIN).values()
    assert "passed" not in judge(net="from checks import same\ndef net(x):\n    return 3 * x\n").values()
