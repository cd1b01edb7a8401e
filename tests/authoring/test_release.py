"""`grade release`: students get what they need, and no line of a solution."""

import json

import nbformat
import pytest
from ruamel.yaml import YAML

from grader.authoring import release
from grader.authoring.leaks import find_leaks
from grader.authoring.notebook import read_cells
from grader.authoring.stub import cut_solutions
from grader.course import load_course
from grader.errors import CourseError, UsageError


def read_tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_exercises_is_what_release_writes(shipped, tmp_path):
    release(shipped, [], tmp_path)
    committed = {
        name: content
        for name, content in read_tree(shipped.root / "exercises").items()
        if "__pycache__" not in name and ".pytest_cache" not in name
    }
    assert read_tree(tmp_path / "exercises") == committed


def test_the_shipped_bundle_is_a_course_without_solutions(shipped, tmp_path):
    release(shipped, ["slope", "training_loop"], tmp_path)
    bundle = load_course(tmp_path)
    assert [exercise.slug for exercise in bundle.exercises] == ["slope", "training_loop"]
    assert [exercise.points for exercise in bundle.exercises] == [6, 10]
    assert bundle.titles == shipped.titles
    assert not (tmp_path / "solutions").exists()
    for name, content in read_tree(tmp_path).items():
        assert b"SOLUTION" not in content, name


def test_students_get_stub_readmes_examples_and_notebook_only(course, tmp_path):
    to = tmp_path / "bundle"
    written = release(course, ["double"], to)
    assert set(written) - {tmp_path / "bundle.zip"} == {to / name for name in read_tree(to)}
    folder = "exercises/double/"
    assert sorted(read_tree(to)) == [
        "START.md",
        "START.pt.md",
        "course.yaml",
        *(folder + name for name in ("README.md", "README.pt.md", "double.ipynb", "double.py", "test_examples.py")),
    ]


def test_into_the_courses_own_folder_there_is_no_course_file(course):
    written = release(course, ["double"], course.root / "exercises")
    assert {path.parent for path in written} == {course.stub_folder("double")}


def test_a_public_course_has_the_released_exercises_and_no_comments(course, tmp_path):
    release(course, ["double"], tmp_path / "bundle")
    text = (tmp_path / "bundle" / "course.yaml").read_text()
    assert "May" not in text
    assert "later" not in text
    assert "O dobro" in text
    assert load_course(tmp_path / "bundle").exercise("double").due == course.exercise("double").due
    assert list(YAML(typ="safe").load(text)) == ["id", "title", "languages", "exercises"]


def test_the_notebook_is_valid_and_the_same_each_time(course, tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    for to in (first, second):
        release(course, ["double"], to)
    assert read_tree(first) == read_tree(second)
    text = (first / "exercises/double/double.ipynb").read_text()
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    kinds = [(cell["cell_type"], cell["source"].splitlines()[0]) for cell in notebook["cells"]]
    assert kinds == [
        ("markdown", "# Doubling"),
        ("code", "import math"),
        ("code", "# Mind the order."),
        ("code", "class Doubler:"),
        ("markdown", "Save the notebook, then try it and hand it in from a terminal:"),
    ]
    assert len({cell["id"] for cell in notebook["cells"]}) == 5
    assert all(not cell.get("outputs") for cell in notebook["cells"])


def test_the_notebooks_code_is_the_stubs(shipped):
    for exercise in shipped.exercises:
        folder = shipped.stub_folder(exercise.slug)
        cells = json.loads((folder / f"{exercise.slug}.ipynb").read_text())["cells"]
        code = "\n\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        stub = (folder / f"{exercise.slug}.py").read_text()
        assert stub.partition('"""\n')[2].split() == code.split()


@pytest.mark.parametrize("name", ["README.md", "README.pt.md", "test_examples.py"])
def test_a_line_of_the_solution_in_any_other_file_is_refused(course, folder, name):
    with (folder / name).open("a") as file:
        file.write("\n\n        doubled_number = FACTOR * x + math.sin(0)\n")
    with pytest.raises(CourseError, match=f"would give the solution away: {name}:"):
        release(course, ["double"], course.root / "exercises")
    assert not course.stub_folder("double").exists()


@pytest.fixture
def modules(folder):
    """The same exercise with two more modules: one to write, one that is given; and files of the suite's own."""
    (folder / "layers").mkdir()
    (folder / "layers" / "__init__.py").write_text("")
    (folder / "layers" / "linear.py").write_text(
        "def linear(x, w):\n    ### BEGIN SOLUTION\n    weighted_input = x * w\n    return weighted_input\n    ### END SOLUTION\n"
    )
    (folder / "given.py").write_text("NAME = 'given'\n")
    (folder / "checks.py").write_text("def check(x): pass\n")
    (folder / "conftest.py").write_text("import checks\n")
    with (folder / "double.py").open("a") as file:
        file.write("\n\nfrom layers.linear import linear\nfrom given import NAME\n")
    return folder


def test_every_module_of_the_students_is_released_and_no_file_of_the_suite(course, modules):
    release(course, ["double"], course.root / "exercises")
    written = read_tree(course.stub_folder("double"))
    assert set(written) == {
        "README.md",
        "README.pt.md",
        "double.ipynb",
        "double.py",
        "given.py",
        "layers/__init__.py",
        "layers/linear.py",
        "test_examples.py",
    }
    assert written["given.py"] == b"NAME = 'given'\n"
    assert written["layers/__init__.py"] == b""
    assert b"YOUR CODE HERE" in written["layers/linear.py"]
    assert b"weighted_input" not in b"".join(written.values())


def test_a_solution_of_one_module_in_another_is_refused(course, modules):
    with (modules / "given.py").open("a") as file:
        file.write("x, w = 1, 2\nweighted_input = x * w\n")
    with pytest.raises(CourseError, match=r"would give the solution away: given\.py:3"):
        release(course, ["double"], course.root / "exercises")


def test_the_region_may_be_in_any_module(course, modules):
    (modules / "double.py").write_text("from layers.linear import linear\n")
    release(course, ["double"], course.root / "exercises")
    (modules / "layers" / "linear.py").write_text("def linear(x, w): return x\n")
    with pytest.raises(CourseError, match="no solution region, nor has a module"):
        release(course, ["double"], course.root / "exercises")


def test_markers_in_a_readme_are_refused(course, folder):
    (folder / "README.md").write_text("### BEGIN SOLUTION\n")
    with pytest.raises(CourseError, match=r"README\.md:1"):
        release(course, ["double"], course.root / "exercises")


def test_short_lines_that_everyone_writes_leak_only_three_in_a_row():
    cut = cut_solutions(
        "### BEGIN SOLUTION\nloss.backward()\noptimizer.step()\n\nx = 1\nwith torch.no_grad():\n    pass\n### END SOLUTION\n"
    )
    shown = "optimizer.step()\nloss.backward()\nwith torch.no_grad():\n    x = 1\n"
    assert find_leaks(cut, {"README.md": shown}) == ()
    assert find_leaks(cut, {"README.md": "text\n  loss.backward()\n  optimizer.step()\n\n  x = 1\n"}) == (
        "README.md:2",
    )


def test_a_leak_in_a_notebook_is_found_in_its_cells(course, folder, tmp_path):
    release(course, ["double"], tmp_path / "bundle")
    cells = read_cells((tmp_path / "bundle/exercises/double/double.ipynb").read_text())
    cut = cut_solutions((folder / "double.py").read_text())
    assert find_leaks(cut, {"double.ipynb": cells}) == ()
    assert find_leaks(cut, {"double.ipynb": cells + "\n    doubled_number = FACTOR * x + math.sin(0)"}) != ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: [(f / name).unlink() for name in ("double.py", "test_double.py", "README.md", "README.pt.md")],
         r"solutions/double lacks double\.py, test_double\.py, README\.md\."),
        (lambda f: (f / "README.md").write_bytes(b"\xff\xfe\xff"), "double/README.md is no UTF-8"),
        (lambda f: (f / "double.py").write_text("x = 1\n"), "double.py has no solution region"),
        (
            lambda f: (f / "double.py").write_text("### BEGIN SOLUTION\ndef double(x):\n    return x\n### END SOLUTION\n"),
            "a function or class begins inside a solution region",
        ),
        (
            lambda f: (f / "double.py").write_text("def f(x):\n    return (\n    ### BEGIN SOLUTION\n    1)\n    ### END SOLUTION\n"),
            "without its solution regions it is no Python",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named(course, folder, change, message):
    change(folder)
    with pytest.raises(CourseError, match=message):
        release(course, ["double"], course.root / "exercises")


def test_an_unknown_slug_is_the_callers_mistake(course, tmp_path):
    with pytest.raises(UsageError):
        release(course, ["dubble"], tmp_path / "bundle")


def test_a_readme_that_is_gone_from_the_course_goes_from_the_release(course, folder):
    to = course.root / "exercises"
    release(course, ["double"], to)
    (course.stub_folder("double") / "mine.txt").write_text("kept")
    (folder / "README.pt.md").unlink()
    release(course, ["double"], to)
    assert sorted(path.name for path in course.stub_folder("double").iterdir()) == [
        "README.md",
        "double.ipynb",
        "double.py",
        "mine.txt",
        "test_examples.py",
    ]
