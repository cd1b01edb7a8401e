"""Below full isolation judge and box have one folder: what could harm the judge is taken out before the suite looks."""

import os
import stat

import pytest

from grader.judge.files import SharedFolder
from grader.wire.breach import Breach
from grader.wire.files import FOLDER, MAX_FILES


@pytest.fixture
def shared(tmp_path):
    return SharedFolder(str(tmp_path), everyone=False)


def test_nothing_is_copied(shared, tmp_path):
    (tmp_path / "x").write_text("1")
    assert shared.take_changes(None) == []
    shared.apply([], None)
    assert (tmp_path / "x").read_text() == "1"


def test_what_a_box_planted_goes(shared, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "of the suite").symlink_to("a")
    shared.take_changes(None)
    (tmp_path / "a" / "link").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/etc")
    os.mkfifo(tmp_path / "a" / "fifo")
    outside = tmp_path.with_name("outside")
    outside.write_text("1")
    os.link(outside, tmp_path / "hard")
    shared.apply([], None)
    assert outside.read_text() == "1"
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == ["a", "of the suite"]


def test_more_files_than_may_be_are_a_breach(shared, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "kept").touch()
    shared.take_changes(None)
    (tmp_path / "b").mkdir()
    for number in range(MAX_FILES + 1):
        (tmp_path / "ab"[number % 2] / str(number)).touch()
    with pytest.raises(Breach):
        shared.apply([], None)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == ["a", "a/kept"]


def test_folders_without_end_are_a_breach(shared, tmp_path):
    deep = tmp_path
    for _ in range(80):
        deep = deep / "d"
        deep.mkdir()
    with pytest.raises(Breach):
        shared.apply([], None)


def test_changes_are_a_breach(shared):
    with pytest.raises(Breach):
        shared.apply([("x", FOLDER)], None)


def test_a_box_of_another_user_is_let_in(tmp_path):
    (tmp_path / "a").mkdir(mode=0o700)
    (tmp_path / "a" / "x").write_text("1")
    (tmp_path / "a" / "x").chmod(0o600)
    SharedFolder(str(tmp_path), everyone=True).take_changes(None)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o777
    assert stat.S_IMODE((tmp_path / "a" / "x").stat().st_mode) == 0o666
