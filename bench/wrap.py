"""The one exercise, wrapped for each tool as its own manual shows it: the same tests, the same submissions."""

from __future__ import annotations

import ast
import json
import shutil
import textwrap
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "COURSE",
    "SLUG",
    "STUDENTS",
    "Suite",
    "hand_in_to_nbgrader",
    "read_suite",
    "submission_of",
    "wrap_for_gradescope",
    "wrap_for_nbgrader",
    "wrap_for_otter",
    "wrap_for_pytest",
]

COURSE = Path(__file__).resolve().parent / "exercise"
SLUG = "softmax"
STUDENTS = tuple(sorted(folder.name for folder in (COURSE / "submissions").iterdir()))
_RUN_TESTS = """import unittest

from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

if __name__ == "__main__":
    suite = unittest.defaultTestLoader.discover("tests")
    with open("results.json", "w") as results:
        JSONTestRunner(visibility="visible", stream=results).run(suite)
"""


@dataclass(frozen=True)
class Suite:
    """The hidden suite in pieces: its import statements but the student's, the names it takes from there, its tests."""

    imports: tuple[str, ...]
    names: tuple[str, ...]
    tests: tuple[tuple[str, str], ...]
    """Name and source of each test function."""


def read_suite() -> Suite:
    """The suite of the exercise."""
    source = (COURSE / "solutions" / SLUG / f"test_{SLUG}.py").read_text(encoding="utf-8")
    imports, names, tests = [], [], []
    for node in ast.parse(source).body:
        text = ast.get_source_segment(source, node) or ""
        if isinstance(node, ast.ImportFrom) and node.module == SLUG:
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(text)
        elif isinstance(node, ast.FunctionDef):
            tests.append((node.name, text))
    return Suite(tuple(imports), tuple(names), tuple(tests))


def submission_of(student: str) -> Path:
    """The file that a student handed in."""
    return COURSE / "submissions" / student / f"{SLUG}.py"


def wrap_for_pytest(folder: Path) -> None:
    """A folder a student: the suite and the student's file."""
    for student in STUDENTS:
        (folder / student).mkdir(parents=True)
        shutil.copy(COURSE / "solutions" / SLUG / f"test_{SLUG}.py", folder / student)
        shutil.copy(submission_of(student), folder / student)


def wrap_for_gradescope(folder: Path) -> None:
    """A folder a student, as Gradescope's `run_autograder` would have laid it out: `run_tests.py` beside `tests/`."""
    suite = read_suite()
    tests = [
        *suite.imports,
        "import unittest",
        "from gradescope_utils.autograder_utils.decorators import weight",
        f"from {SLUG} import {', '.join(suite.names)}",
        f"class Test{SLUG.capitalize()}(unittest.TestCase):",
        *(
            textwrap.indent("@weight(1)\n" + source.replace(f"def {name}():", f"def {name}(self):"), "    ")
            for name, source in suite.tests
        ),
    ]
    for student in STUDENTS:
        (folder / student / "tests").mkdir(parents=True)
        (folder / student / "tests" / f"test_{SLUG}.py").write_text("\n\n".join(tests) + "\n", encoding="utf-8")
        (folder / student / "run_tests.py").write_text(_RUN_TESTS, encoding="utf-8")
        shutil.copy(submission_of(student), folder / student)


def wrap_for_otter(folder: Path) -> None:
    """`tests/`, from which `otter generate` makes the zip, and a notebook a student."""
    suite = read_suite()
    taken = ", ".join(suite.names)
    cases = [
        'name = "softmax"',
        "OK_FORMAT = False",
        *suite.imports,
        "from otter.test_files import test_case",
        *(
            "@test_case(points=1)\n" + source.replace(f"def {name}():", f"def {name}({taken}):")
            for name, source in suite.tests
        ),
    ]
    (folder / "tests").mkdir(parents=True)
    (folder / "tests" / f"{SLUG}.py").write_text("\n\n".join(cases) + "\n", encoding="utf-8")
    for student in STUDENTS:
        (folder / student).mkdir()
        notebook = _notebook([_cell("answer", submission_of(student).read_text(encoding="utf-8"))])
        (folder / student / f"{SLUG}.ipynb").write_text(notebook, encoding="utf-8")


def wrap_for_nbgrader(folder: Path) -> None:
    """A course folder with its source: one cell to solve, one graded cell a test."""
    suite = read_suite()
    reference = (COURSE / "solutions" / SLUG / f"{SLUG}.py").read_text(encoding="utf-8")
    cells = [
        _cell("answer", reference, grade=False, solution=True),
        _cell("imports", "\n".join(suite.imports), grade=False, solution=False),
        *(_cell(name, f"{source}\n\n\n{name}()", grade=True, solution=False) for name, source in suite.tests),
    ]
    (folder / "source" / SLUG).mkdir(parents=True)
    (folder / "source" / SLUG / f"{SLUG}.ipynb").write_text(_notebook(cells), encoding="utf-8")
    (folder / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "bench"\n')


def hand_in_to_nbgrader(folder: Path) -> None:
    """Each student's notebook: the released one with the answer put in."""
    released = json.loads((folder / "release" / SLUG / f"{SLUG}.ipynb").read_text(encoding="utf-8"))
    for student in STUDENTS:
        for cell in released["cells"]:
            if cell["metadata"]["nbgrader"]["grade_id"] == "answer":
                cell["source"] = submission_of(student).read_text(encoding="utf-8")
        submitted = folder / "submitted" / student / SLUG
        submitted.mkdir(parents=True)
        (submitted / f"{SLUG}.ipynb").write_text(json.dumps(released), encoding="utf-8")


def _cell(name: str, source: str, *, grade: bool | None = None, solution: bool = False) -> dict[str, object]:
    """A code cell; with nbgrader's metadata unless `grade` is None."""
    marks = {"schema_version": 3, "grade_id": name, "grade": grade, "solution": solution, "locked": not solution}
    if grade:
        marks["points"] = 1
    metadata = {} if grade is None else {"nbgrader": {**marks, "task": False}}
    return {
        "cell_type": "code",
        "id": name.replace("_", "-"),
        "metadata": metadata,
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


def _notebook(cells: list[dict[str, object]]) -> str:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
