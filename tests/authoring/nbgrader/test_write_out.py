"""What `grade release --nbgrader` writes of an exercise: cells with nbgrader's metadata, and points as in reports."""

import json

import pytest

from grader.authoring.nbgrader.bring_in import bring_in
from grader.authoring.nbgrader.running import Suite
from grader.authoring.nbgrader.write_out import write_out
from grader.course import load_course
from grader.errors import CourseError
from grader.judge.verdicts import TestVerdict as Verdict
from grader.judge.verdicts import Verdicts

REFERENCE = '''"""Doubling and halving."""

import math

FACTOR = 2


# Twice.
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return FACTOR * x
    ### END SOLUTION


def half(x):
    ### BEGIN SOLUTION
    halved = x / FACTOR
    return halved

    ### END SOLUTION


def given(x):
    return math.floor(x)
'''
SUITE = """
import pytest
from hw import double, half


@pytest.mark.parametrize("x", [1, 2, 3])
def test_double(x, rng, reference):
    "Doubling"
    assert double(x) == reference.double(x)


class TestHalf:
    def test_half(self, monkeypatch):
        import hw

        assert half(2) == 1
        monkeypatch.setattr(hw, "FACTOR", 4)
        assert half(4) == 1
"""
EXAMPLES = "from hw import double\n\n\ndef test_two():\n    assert double(2) == 4\n"
NAMES = ("test_double[1]", "test_double[2]", "test_double[3]", "TestHalf::test_half")


def verdicts(status="passed"):
    return Verdicts(tuple(Verdict(name, "Doubling", status, 1.0) for name in NAMES))


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "own"
    (root / "solutions" / "hw").mkdir(parents=True)
    files = {"hw.py": REFERENCE, "test_hw.py": SUITE, "test_examples.py": EXAMPLES, "README.md": "# Hw\n\nDouble it.\n"}
    for name, text in files.items():
        (root / "solutions" / "hw" / name).write_text(text)
    (root / "course.yaml").write_text("id: c\ntitle: C\nexercises:\n  - {slug: hw, title: Homework, points: 10}\n")
    return load_course(root)


@pytest.fixture
def cells(course, tmp_path):
    """The cells of the notebook, by grade id."""
    write_out(course, [], tmp_path / "nb", lambda slug: verdicts())
    notebook = json.loads((tmp_path / "nb" / "source" / "hw" / "hw.ipynb").read_text())
    made = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in notebook["cells"]}
    assert len(made) == len(notebook["cells"])
    return {name: (cell["metadata"]["nbgrader"], "".join(cell["source"])) for name, cell in made.items()}


def test_a_cell_for_each_function_and_each_test_function(cells):
    kinds = {name: (marks["solution"], marks["grade"], marks.get("points")) for name, (marks, _) in cells.items()}
    assert kinds == {
        "the-task": (False, False, None),
        "given-1": (False, False, None),
        "double": (True, False, None),
        "half": (True, False, None),
        "given": (False, False, None),
        "the-examples": (False, False, None),
        "grader-suite": (False, True, 0),
        "test_double": (False, True, 7.5),
        "TestHalf-test_half": (False, True, 2.5),
    }
    assert all(marks["schema_version"] == 3 for marks, _ in cells.values())


def test_regions_are_whole_in_their_cells(cells):
    for name in ("double", "half"):
        source = cells[name][1]
        assert source.count("### BEGIN SOLUTION") == source.count("### END SOLUTION") == 1
    assert cells["double"][1].startswith("# Twice.\ndef double")


def test_examples_run_on_the_notebooks_names(cells, capsys):
    names = {"double": lambda x: 2 * x}
    exec(cells["the-examples"][1], names)
    assert capsys.readouterr().out == "All examples pass.\n"
    with pytest.raises(AssertionError):
        exec(cells["the-examples"][1], {"double": lambda x: x})


def test_test_cells_run_the_suite_on_the_notebooks_names(cells, tmp_path, monkeypatch):
    (tmp_path / "nb" / "autograded").mkdir()
    monkeypatch.chdir(tmp_path / "nb" / "autograded")
    names = {}
    exec("FACTOR = 2\ndef double(x): return 2 * x if x < 3 else 0\ndef half(x): return x / FACTOR", names)
    exec(cells["grader-suite"][1], names)
    suite = names["suite"]
    assert isinstance(suite, Suite)
    source = cells["test_double"][1].splitlines()[2]
    assert eval(source, names) == 5.0  # two of three; nbgrader takes a value for partial points
    assert eval(cells["TestHalf-test_half"][1].splitlines()[2], names) is None
    assert names["FACTOR"] == 2
    names["double"] = lambda x: 0
    with pytest.raises(AssertionError, match="assert 0 == 2"):
        eval(source, names)


def test_a_released_exercise_comes_back_as_it_was(cells, course, tmp_path):
    bring_in(tmp_path / "nb", tmp_path / "again")
    again = load_course(tmp_path / "again")
    assert again.exercise("hw").points == 10
    for name in ("hw.py", "test_hw.py", "README.md"):
        assert (again.suite_folder("hw") / name).read_text() == (course.suite_folder("hw") / name).read_text()


def test_a_suite_that_fails_its_reference_is_not_released(course, tmp_path):
    with pytest.raises(CourseError, match="fails test_double"):
        write_out(course, ["hw"], tmp_path / "nb", lambda slug: verdicts("failed"))
    assert not (tmp_path / "nb").exists()


def test_an_exercise_of_several_modules_is_no_notebook(course, tmp_path):
    (course.suite_folder("hw") / "parts.py").write_text("def part():\n    return 1\n")
    reference = course.suite_folder("hw") / "hw.py"
    reference.write_text(reference.read_text().replace("import math", "import math\n\nimport parts"))
    with pytest.raises(CourseError, match="several modules"):
        write_out(course, ["hw"], tmp_path / "nb", lambda slug: verdicts())


def test_a_config_that_is_there_stays(course, tmp_path):
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb" / "nbgrader_config.py").write_text("mine")
    write_out(course, [], tmp_path / "nb", lambda slug: verdicts())
    assert (tmp_path / "nb" / "nbgrader_config.py").read_text() == "mine"
