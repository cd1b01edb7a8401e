"""What student code may import: the course's offer, its own files, and nothing else by an import statement."""

from dataclasses import replace

import pytest

from grader.engine.local import LocalEngine
from tests.engine.conftest import Bench

REFUSED = (
    "ImportError: This course does not offer rich; "
    "student code may import the standard library, matplotlib, numpy and torch."
)


@pytest.fixture(scope="module")
def offering(toy_course):
    """A bench whose course offers `rich`, which is installed wherever the grader is tested."""
    course = replace(toy_course, packages=("rich",))
    with LocalEngine(course) as engine:
        yield Bench(engine, course)


def imported(bench, source, **options):
    """Why the module could not be defined, empty if it could."""
    return bench.judge(source, **options).import_error


@pytest.mark.parametrize("line", ["import rich", "import rich.table as table", "from rich.table import Table"])
def test_a_module_cannot_import_what_the_course_does_not_offer(bench, reference, line):
    verdicts = bench.judge(f"{line}\n{reference}")
    assert verdicts.import_error == f"{REFUSED} (line 1: {line})"
    assert {test.status for test in verdicts.tests} <= {"error", "skipped"}


def test_what_is_not_installed_is_refused_in_the_same_words(bench):
    assert imported(bench, "import no_such_package") == (
        REFUSED.replace("rich", "no_such_package") + " (line 1: import no_such_package)"
    )


def test_a_forbidden_import_in_a_function_costs_the_tests_of_that_function(bench, reference):
    verdicts = bench.judge(reference.replace("values += 1", "import rich"))
    bump = next(test for test in verdicts.tests if test.name == "test_bump")
    assert (bump.status, bump.message) == ("error", REFUSED)
    assert bump.student_line.endswith(": import rich")
    assert {test.status for test in verdicts.tests if test is not bump} == {"passed", "skipped"}


def test_a_forbidden_import_in_a_notebook_names_its_cell(bench, reference):
    verdicts = bench.judge("", cells=[(1, "import numpy"), (2, "import rich"), (3, reference)])
    assert verdicts.import_error == f"{REFUSED} (cell 2, line 1: import rich)"
    assert {test.status for test in verdicts.tests} == {"passed", "skipped"}


def test_a_companion_file_is_student_code_as_well(bench):
    files = (("parts/__init__.py", ""), ("parts/tools.py", "import rich\n"))
    error = imported(bench, "import parts.tools", files=files)
    assert error.startswith(REFUSED)


def test_a_forbidden_import_can_be_caught(bench, reference):
    source = "try:\n    import rich\nexcept ImportError as error:\n    assert error.name == 'rich'\n    rich = None\n"
    assert imported(bench, source + reference) == ""


@pytest.mark.parametrize(
    "line",
    [
        "from __future__ import annotations",
        "import json, os.path, xml.etree.ElementTree",
        "import numpy as np, numpy.linalg",
        "from torch import nn; import torch.nn.functional as F; import functorch",
        "import matplotlib.pyplot as plt; from mpl_toolkits.mplot3d import Axes3D",
        "import helper; from parts.tools import one; from parts import two",
        "import toy",
    ],
)
def test_the_libraries_of_every_course_and_own_files_can_be_imported(bench, reference, line):
    files = (
        ("helper.py", "import json\n"),
        ("parts/__init__.py", "from . import tools\nfrom .tools import two\n"),
        ("parts/tools.py", "import helper\none, two = 1, 2\n"),
    )
    assert imported(bench, f"{line}\n{reference}", files=files) == ""


def test_a_file_of_the_students_own_may_have_any_name(bench, reference):
    source = f"import tidy\nassert tidy.own\n{reference}"
    assert imported(bench, source, files=(("tidy.py", "own = True\n"),)) == ""


def test_what_the_course_lists_can_be_imported_and_is_named_in_the_refusal(offering, reference):
    assert imported(offering, f"import rich.table\n{reference}") == ""
    error = imported(offering, f"import pygments\n{reference}")
    assert error.startswith(
        "ImportError: This course does not offer pygments; "
        "student code may import the standard library, matplotlib, numpy, torch and rich."
    )


def test_libraries_import_what_they_need(offering, reference):
    source = (
        "import sys\n"
        "for name in [name for name in sys.modules if name.partition('.')[0] in ('rich', 'pygments', 'markdown_it')]:\n"
        "    del sys.modules[name]\n"
        "import rich.markdown, rich.syntax\n"
        "assert 'pygments' in sys.modules and 'markdown_it' in sys.modules\n"
    )
    assert imported(offering, source + reference) == ""


def test_what_c_code_imports_on_the_students_behalf_is_no_import_of_theirs(bench, reference):
    source = "import pickle\nassert pickle.loads(b'cmsgspec\\nStruct\\n.').__name__ == 'Struct'\n"
    assert imported(bench, source + reference) == ""


def test_the_guard_is_a_policy_and_no_wall(bench, reference):
    assert imported(bench, f"import importlib\nimportlib.import_module('rich')\n{reference}") == ""
