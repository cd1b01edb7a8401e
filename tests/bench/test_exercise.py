"""The exercise that all tools grade is what the page says of it."""

import ast
import json
import runpy
import sys
from types import ModuleType

import pytest

from bench.wrap import (
    COURSE,
    SLUG,
    STUDENTS,
    hand_in_to_nbgrader,
    read_suite,
    submission_of,
    wrap_for_gradescope,
    wrap_for_nbgrader,
    wrap_for_otter,
    wrap_for_pytest,
)

REFERENCE = COURSE / "solutions" / SLUG / f"{SLUG}.py"


@pytest.fixture
def run_suite(monkeypatch):
    """Runs the suite over a file; returns how many tests pass and how many calls were made."""

    def run(file):
        calls = 0

        def count(function):
            def counted(*args):
                nonlocal calls
                calls += 1
                return function(*args)

            return counted

        module = ModuleType(SLUG)
        names = runpy.run_path(str(file))
        for name in read_suite().names:
            setattr(module, name, count(names[name]))
        monkeypatch.setitem(sys.modules, SLUG, module)
        suite = runpy.run_path(str(COURSE / "solutions" / SLUG / f"test_{SLUG}.py"))
        passed = 0
        for name, _ in read_suite().tests:
            try:
                suite[name]()
                passed += 1
            except (AssertionError, ValueError):
                pass
        return passed, calls

    return run


def test_six_tests_make_twenty_calls_of_the_reference(run_suite):
    assert run_suite(REFERENCE) == (6, 20)


@pytest.mark.filterwarnings("ignore:(overflow|invalid value) encountered:RuntimeWarning")
def test_half_of_the_eight_students_are_right(run_suite):
    passed = [run_suite(submission_of(student))[0] for student in STUDENTS]
    assert passed == [6, 6, 6, 6, 5, 4, 3, 3]


def test_every_tool_gets_the_body_of_every_test(tmp_path):
    wrap_for_pytest(tmp_path / "pytest")
    wrap_for_gradescope(tmp_path / "gradescope")
    wrap_for_otter(tmp_path / "otter")
    wrap_for_nbgrader(tmp_path / "nbgrader")
    wrapped = [
        (tmp_path / "pytest" / "ada" / f"test_{SLUG}.py").read_text(encoding="utf-8"),
        (tmp_path / "gradescope" / "ada" / "tests" / f"test_{SLUG}.py").read_text(encoding="utf-8"),
        (tmp_path / "otter" / "tests" / f"{SLUG}.py").read_text(encoding="utf-8"),
        "\n".join(cells_of(tmp_path / "nbgrader" / "source" / SLUG / f"{SLUG}.ipynb")),
    ]
    bodies = [ast.unparse(ast.parse(source).body[0].body) for _, source in read_suite().tests]
    assert len(bodies) == 6
    for text in wrapped:
        functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
        assert [ast.unparse(node.body) for node in functions if node.name.startswith("test_")] == bodies


def test_nbgrader_gets_the_released_notebook_with_the_answer(tmp_path):
    wrap_for_nbgrader(tmp_path)
    (tmp_path / "source").rename(tmp_path / "release")
    hand_in_to_nbgrader(tmp_path)
    for student in STUDENTS:
        answer, *_ = cells_of(tmp_path / "submitted" / student / SLUG / f"{SLUG}.ipynb")
        assert answer == submission_of(student).read_text(encoding="utf-8")


def cells_of(notebook):
    return [cell["source"] for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]]
