"""What students hand in to nbgrader is looked at with care: links, sizes, files that are no notebooks."""

import json
import re

import pytest

from grader.course import load_course
from grader.errors import UsageError
from grader.exports.nbgrader import tree
from grader.exports.nbgrader.tree import HandedIn, find_files, pack_notebook, read_tree, stage
from grader.report.messages import translate
from tests.authoring.nbgrader.notebooks import cell, notebook

PATTERN = re.compile(r".*/submitted/(?P<student_id>[^/]*)/(?P<assignment_id>[^/]*)")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "submitted" / "ann" / "ps1"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def course(tmp_path):
    (tmp_path / "own" / "solutions" / "hw").mkdir(parents=True)
    (tmp_path / "own" / "course.yaml").write_text("id: c\ntitle: C\nexercises:\n  - {slug: hw, title: H, points: 1}\n")
    solutions = tmp_path / "own" / "solutions" / "hw"
    (solutions / "hw.py").write_text(
        "import given\n\ndef f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
    )
    (solutions / "given.py").write_text("ONE = 1\n")
    return load_course(tmp_path / "own")


def test_only_plain_files_are_staged(folder, tmp_path, monkeypatch):
    (folder / "hw.ipynb").write_text("{}")
    (folder / "sub").mkdir()
    (folder / "sub" / "a.txt").write_text("a")
    (folder / "passwords").symlink_to("/etc")
    (folder / "hosts").symlink_to("/etc/hosts")
    (folder / "large.bin").write_bytes(b"0" * 100)
    (folder / "timestamp.txt").write_text("yesterday")
    monkeypatch.setattr(tree, "CONTAINER", 99)
    remarks = stage(HandedIn("ann", "ps1", folder), tmp_path / "staged")
    assert sorted(path.relative_to(tmp_path / "staged").as_posix() for path in (tmp_path / "staged").rglob("*")) == [
        "hw.ipynb",
        "sub",
        "sub/a.txt",
    ]
    assert sorted(remarks) == [
        "ann/ps1: 'hosts' is no regular file and was left out.",
        "ann/ps1: 'large.bin' is too large and was left out.",
        "ann/ps1: 'passwords' is no regular file and was left out.",
        "ann/ps1: timestamp.txt holds no time and was left out.",
    ]
    assert "ann/ps1: 'hosts' não é um arquivo comum e ficou de fora." in [translate("pt", one) for one in remarks]


def test_folders_that_are_links_or_of_other_assignments_are_left_alone(folder, tmp_path):
    (tmp_path / "submitted" / "bob").symlink_to(folder.parent)
    (folder.parent / "ps9").mkdir()
    folders = [str(path) for path in tmp_path.glob("submitted/*/*")]
    found = read_tree(tmp_path, PATTERN, folders, ["ps1"])
    assert [(one.student, one.assignment) for one in found.handed_in] == [("ann", "ps1")]
    assert "bob/ps1 is a link and was not followed." in found.remarks
    assert any(remark.startswith("ps9: no exercise") for remark in found.remarks)
    with pytest.raises(UsageError, match="Nothing to grade"):
        read_tree(tmp_path, PATTERN, folders, ["ps2"])


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"cells": [1]}', '{"cells": [{}]}', "[" * 100_000])
def test_what_is_no_notebook_is_handed_on_as_it_is(folder, course, tmp_path, text):
    (folder / "hw.ipynb").write_text(text)
    packed = pack_notebook(folder / "hw.ipynb", tmp_path / "packed", "hw", course)
    assert (tmp_path / "packed" / "hw.ipynb").read_text() == text
    assert packed == tmp_path / "packed"


def test_test_cells_are_emptied_and_what_the_course_gives_is_the_courses(folder, course, tmp_path):
    answer, tests = cell("def f(): return 1", "solution", "f"), cell("import os; os.abort()", "tests", "t", 1)
    (folder / "hw.ipynb").write_text(notebook(answer, tests, cell("Why?", "written", "why", 1)))
    (folder / "given.py").write_text("ONE = 2\n")
    (folder / "own.py").write_text("MINE = 1\n")
    pack_notebook(folder / "hw.ipynb", tmp_path / "packed", "hw", course)
    cells = json.loads((tmp_path / "packed" / "hw.ipynb").read_text())["cells"]
    assert [one["source"] for one in cells] == ["def f(): return 1", "", "Why?"]
    assert (tmp_path / "packed" / "given.py").read_text() == "ONE = 1\n"
    assert (tmp_path / "packed" / "own.py").read_text() == "MINE = 1\n"


def test_folders_that_are_called_like_files_are_no_files(folder, course, tmp_path):
    (folder / "hw.ipynb").write_text(notebook(cell("def f(): return 1", "solution", "f")))
    for name in ("own.py", "other.ipynb"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text("a")
    pack_notebook(folder / "hw.ipynb", tmp_path / "packed", "hw", course)
    assert [path.name for path in find_files(folder, "*.ipynb")] == ["hw.ipynb"]
    assert sorted(path.name for path in (tmp_path / "packed").iterdir()) == ["given.py", "hw.ipynb"]
