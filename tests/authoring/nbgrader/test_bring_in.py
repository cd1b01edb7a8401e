"""`grade import nbgrader`: whole courses, their slugs, and the course.yaml that they go into."""

import json

import pytest

from grader.authoring.nbgrader.bring_in import bring_in
from grader.authoring.nbgrader.slugs import make_slugs
from grader.cli import main
from grader.course import load_course
from grader.errors import CourseError, UsageError
from tests.authoring.nbgrader.notebooks import cell, write

CELLS = (
    cell("def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", "solution", "double"),
    cell("assert double(1) == 2", "tests", "doubles", 1.5),
)


@pytest.fixture
def nbgrader_course(tmp_path):
    source = tmp_path / "nb" / "source"
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb" / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'CS 101'\n")
    write(source / "ps1", "Problem 1", *CELLS)
    write(source / "ps2", "Problem 1", *CELLS)
    write(source / "ps2", "essay", cell("Why?", "written", "why", 5))
    (source / "ps1" / "table.csv").write_text("1,2\n")
    return tmp_path / "nb"


def test_a_course_becomes_a_course(nbgrader_course, tmp_path):
    made = bring_in(nbgrader_course, tmp_path / "own")
    course = load_course(tmp_path / "own")
    assert course.id == "CS-101"
    assert course.titles == {"en": "CS 101"}
    assert {exercise.slug: exercise.points for exercise in course.exercises} == {
        "ps1_problem_1": 1.5,
        "ps2_problem_1": 1.5,
    }
    link = json.loads((course.suite_folder("ps2_problem_1") / "nbgrader.json").read_text())
    assert link == {"assignment": "ps2", "notebook": "Problem 1", "cells": {"test_doubles": "doubles"}}
    told = [str(remark) for remark in made.remarks]
    assert told == [
        "ps2/essay.ipynb, cell 1 (why): is graded by hand (5 points) and stays in nbgrader.",
        "ps2/essay.ipynb: has no test that could be converted, so it makes no exercise.",
        "ps1/table.csv: table.csv was not taken along; what tests and students read lies in data/ beside the suite.",
    ]


def test_exercises_are_added_to_a_course_whose_comments_stay(nbgrader_course, tmp_path):
    (tmp_path / "course.yaml").write_text(
        "id: mine  # ours\ntitle: Mine\npackages: [pandas]\nexercises:\n  - slug: first\n    title: First\n    points: 2\n"
    )
    imports = cell("import pandas\nimport scipy.stats")
    write(nbgrader_course / "one", "uses_scipy", imports, *CELLS)
    bring_in(nbgrader_course / "one" / "uses_scipy.ipynb", tmp_path)
    text = (tmp_path / "course.yaml").read_text()
    assert text.startswith("id: mine  # ours\n")
    course = load_course(tmp_path)
    assert [exercise.slug for exercise in course.exercises] == ["first", "uses_scipy"]
    assert course.packages == ("pandas", "scipy")


def test_nothing_is_written_over(nbgrader_course, tmp_path):
    bring_in(nbgrader_course, tmp_path)
    before = (tmp_path / "course.yaml").read_text()
    with pytest.raises(UsageError, match="is there already"):
        bring_in(nbgrader_course, tmp_path)
    assert (tmp_path / "course.yaml").read_text() == before


def test_autotests_that_nbgrader_wrote_out_are_taken(nbgrader_course, tmp_path):
    tests = cell("### AUTOTEST double(1)", "tests", "auto", 1)
    write(nbgrader_course / "source" / "ps3", "auto", CELLS[0], tests)
    assert "auto" not in [one.slug for one in bring_in(nbgrader_course, tmp_path / "a").exercises]
    write(nbgrader_course / "source_with_tests" / "ps3", "auto", *CELLS)
    assert "auto" in [one.slug for one in bring_in(nbgrader_course, tmp_path / "b").exercises]


@pytest.mark.parametrize("text", ["", "{}", '{"cells": 3}', "not json"])
def test_a_file_that_is_no_notebook_is_named(tmp_path, text):
    (tmp_path / "broken.ipynb").write_text(text)
    with pytest.raises(CourseError, match=r"broken\.ipynb"):
        bring_in(tmp_path, tmp_path / "own")


def test_a_notebook_for_another_language_is_refused(tmp_path):
    write(tmp_path, "r", *CELLS, kernelspec={"name": "ir", "language": "R", "display_name": "R"})
    with pytest.raises(CourseError, match="a notebook for R"):
        bring_in(tmp_path, tmp_path / "own")


def test_old_metadata_is_understood(tmp_path):
    old = cell("assert double(1) == 2", "tests", "t", 2)
    old["metadata"]["nbgrader"] = {"grade": True, "solution": False, "points": 2, "grade_id": "t", "schema_version": 1}
    write(tmp_path / "a", "old", CELLS[0], old)
    assert [one.points for one in bring_in(tmp_path / "a", tmp_path / "own").exercises] == [2]


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        ([("a", "Aufgabe Ü1")], ["aufgabe_u1"]),
        ([("a", "1. Intro")], ["exercise_1_intro"]),
        ([("a", "json"), ("a", "numpy"), ("a", "class")], ["json_exercise", "numpy_exercise", "class_exercise"]),
        ([("a", "x"), ("b", "x"), ("a b", "y")], ["a_x", "b_x", "y"]),
        ([("a", "問題")], ["a"]),
        ([("a", "X"), ("a", "x")], ["a_x", "a_x_2"]),
    ],
)
def test_every_notebook_gets_a_slug_of_its_own(names, slugs):
    assert make_slugs(names) == slugs


def test_the_command_lists_what_it_did(nbgrader_course, tmp_path, monkeypatch, capsys):
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    assert main(["import", "nbgrader", str(nbgrader_course), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["slug"] for one in told["exercises"]] == ["ps1_problem_1", "ps2_problem_1"]
    assert told["remarks"][0]["cell"] == 1
    assert main(["import", "nbgrader", str(nbgrader_course / "source" / "ps2" / "essay.ipynb")]) == 2
    assert "Nothing could be converted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("metadata", "kernelspec"), []),
        (("metadata", "kernelspec"), "python"),
        (("cells", 0, "metadata", "nbgrader"), "solution"),
        (("cells", 0, "metadata", "nbgrader", "schema_version"), "3"),
        (("cells", 0, "source"), 5),
        (("cells", 0), {"cell_type": "code", "metadata": {}}),
        (("cells", 0, "source"), "x = " + "-" * 100_000 + "1"),
        (("cells", 0, "source"), "x = a" + ".b" * 30_000),
        *((("cells", 1, "metadata", "nbgrader", "points"), points) for points in ("many", float("nan"), [1], -3)),
    ],
    ids=lambda part: str(part)[:40],
)
def test_a_notebook_that_is_none_is_refused_by_name(tmp_path, place, value):
    path = write(tmp_path / "ps1", "odd", *CELLS)
    content = json.loads(path.read_text())
    at = content
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    path.write_text(json.dumps(content))
    with pytest.raises(CourseError, match=r"odd\.ipynb"):
        bring_in(path, tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_remarks_steer_no_terminal(tmp_path, monkeypatch, capsys):
    write(tmp_path / "ps1", "hw", *CELLS, cell("Why?", "written", "\x1b[2J", 1))
    monkeypatch.chdir(tmp_path)
    assert main(["import", "nbgrader", str(tmp_path / "ps1"), "--course", str(tmp_path / "own")]) == 0
    told = capsys.readouterr()
    assert "is graded by hand" in told.err
    assert "\x1b" not in told.out + told.err
