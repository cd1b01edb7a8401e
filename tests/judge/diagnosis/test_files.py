"""A variant's temporary folder holds what it wrote itself and what the suite wrote, and nothing of the student's."""

from pathlib import Path

import pytest

from grader.judge.diagnosis.files import Files
from grader.judge.diagnosis.world import Unknown
from grader.wire.files import FOLDER, GONE


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "left.txt").write_text("of an earlier variant")
    (tmp_path / "deep").mkdir()
    return tmp_path


def bring(files, *changes):
    """Each change: path and contents, `FOLDER` or `GONE`."""
    buffers = [content for _, content in changes if isinstance(content, bytes)]
    numbered = [(path, buffers.index(what) if isinstance(what, bytes) else what) for path, what in changes]
    files.bring(numbered, buffers.__getitem__)


def test_each_variant_begins_with_an_empty_folder(folder):
    Files(str(folder)).clear()
    assert list(folder.iterdir()) == []


def test_what_the_suite_writes_is_there(folder):
    bring(Files(str(folder)), ("data", FOLDER), ("data/x.csv", b"1,2"), ("left.txt", GONE))
    assert (folder / "data/x.csv").read_bytes() == b"1,2"
    assert not (folder / "left.txt").exists()


def test_a_file_of_the_students_that_moves_is_the_variants_own(folder):
    files = Files(str(folder))
    (folder / "a.pt").write_bytes(b"variant's")
    files.note([("a.pt", 0)], [b"student's"].__getitem__)
    bring(files, ("a.pt", GONE), ("b.pt", b"student's"))
    assert (folder / "b.pt").read_bytes() == b"variant's"
    assert not (folder / "a.pt").exists()


def test_a_file_that_only_the_student_wrote_does_not_come(folder):
    files = Files(str(folder))
    files.note([("a.pt", 0)], [b"student's"].__getitem__)
    bring(files, ("b.pt", b"student's"))
    assert not (folder / "b.pt").exists()


def test_what_may_hold_bytes_of_the_students_is_not_taken(folder):
    files = Files(str(folder))
    files.note([("a.pt", 0)], [b"student's"].__getitem__)
    with pytest.raises(Unknown):
        bring(files, ("b.pt", b"x student's y"))


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../secret"])
def test_no_path_of_the_students_leads_out_of_the_folder(folder, path):
    (folder.parent / "secret").write_bytes(b"secret")
    files = Files(str(folder))
    files.note([(path, 0)], [b"student's"].__getitem__)
    with pytest.raises(Unknown):
        bring(files, ("found", b"student's"))
    assert not (folder / "found").exists()


def test_a_folder_that_is_the_boxs_own_is_not_used(folder):
    files = Files(str(folder), by_copy=False)
    files.clear()
    assert (folder / "left.txt").exists()
    files.check(None, [1, "x"])
    for question in ((str(folder), []), (None, [f"{folder}/a.pt"])):
        with pytest.raises(Unknown):
            files.check(*question)
    assert Path(folder).is_dir()
