"""A notebook works wherever a module does: check, watch, submit, report, hint, batch, and the folder that start makes."""

import json
import shutil

import pytest

from tests.host.small_course import answer

STUB = b"def other(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
"""Not accepted, should anything take it for the answer."""


def notebook(*sources):
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.fixture
def folder(put):
    """A started exercise of which only the notebook was worked in."""
    module = put("bend/bend.py", data=STUB)
    put("bend/bend.ipynb", data=notebook(answer("").decode()))
    put("bend/test_examples.py", data=b"from bend import weight_slope\n\n\ndef test_it():\n    weight_slope\n")
    return module.parent


@pytest.mark.parametrize("how", ["file", "folder", "slug", "nothing"])
def test_what_was_worked_in_is_handed_in(grade, folder, monkeypatch, how):
    grade("list")  # goes to the course folder
    monkeypatch.chdir(folder if how == "nothing" else folder.parent)
    path = {"file": ["bend/bend.ipynb"], "folder": ["bend"], "slug": ["bend/bend.ipynb"], "nothing": []}[how]
    ran = grade("submit", *path, "--json", "--course", folder.parents[1] / "course")
    assert ran.json["exercise"] == "bend"
    assert ran.json["status"] == "graded"


@pytest.mark.parametrize("path", ["bend/bend.ipynb", "bend", "bend/bend"])
def test_check_runs_what_would_be_handed_in(grade, folder, monkeypatch, path):
    grade("list")
    monkeypatch.chdir(folder.parent)
    ran = grade("check", path, "--course", folder.parents[1] / "course")
    assert "bend.ipynb` runs the hidden tests" in ran.out
    assert "1 of 1 example passes" in ran.out


def test_batch_takes_notebooks_zips_and_folders(grade, folder, tmp_path):
    for student in ("ann", "bob"):
        (tmp_path / "class" / student).mkdir(parents=True)
    shutil.copy(folder / "bend.ipynb", tmp_path / "class" / "ann")
    shutil.copytree(folder, tmp_path / "class" / "bob" / "bend")
    told = grade("batch", tmp_path / "class", "--json").json
    assert [(one["student"], one["status"]) for one in told["submissions"]] == [("ann", "graded"), ("bob", "graded")]
