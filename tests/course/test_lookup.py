"""Finding the course and its exercises, and the folder that remembers."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from grader.course import find_course, load_course, note_course, noted_course, state_folder
from grader.errors import UsageError

COURSE = "id: a\ntitle: A\nexercises:\n  - {slug: slope, title: S, points: 1}\n  - {slug: manual_update, title: M, points: 1}\n"
posix = pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")


@pytest.fixture(autouse=True)
def _state(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADER_STATE", str(tmp_path / "state"))


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "a coursé"
    (root / "deep" / "down").mkdir(parents=True)
    (root / "course.yaml").write_text(COURSE, encoding="utf-8")
    return root


def test_the_nearest_course_upwards_is_found(course):
    assert find_course(course / "deep" / "down") == course
    assert find_course(course) == course


def test_an_explicit_course_wins_and_may_name_the_file(course, tmp_path):
    assert find_course(tmp_path, explicit=course) == course
    assert find_course(tmp_path, explicit=course / "course.yaml") == course
    with pytest.raises(UsageError, match="--course DIR"):
        find_course(course, explicit=tmp_path)


def test_the_noted_course_is_the_last_resort(course, tmp_path):
    with pytest.raises(UsageError, match="No course here"):
        find_course(tmp_path)
    note_course(course)
    assert find_course(tmp_path) == course
    assert noted_course() == course
    (course / "course.yaml").unlink()
    with pytest.raises(UsageError, match="No course here"):
        find_course(tmp_path)


def test_an_unknown_slug_is_answered_with_near_misses(course):
    loaded = load_course(course)
    assert loaded.exercise("slope").slug == "slope"
    with pytest.raises(UsageError, match="Did you mean manual_update"):
        loaded.exercise("manual-update")
    with pytest.raises(UsageError, match="The course has: slope, manual_update"):
        loaded.exercise("xyz")


@posix
def test_the_state_folder_is_private(tmp_path):
    assert stat.S_IMODE(state_folder().stat().st_mode) == 0o700
    note_course(tmp_path)
    assert stat.S_IMODE((state_folder() / "course").stat().st_mode) == 0o600


@posix
def test_an_empty_state_folder_is_closed_and_a_full_one_refused(tmp_path):
    folder = tmp_path / "state"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    assert stat.S_IMODE(state_folder().stat().st_mode) == 0o700
    (folder / "somebody's").write_text("")
    folder.chmod(0o755)
    with pytest.raises(UsageError, match="chmod 700"):
        state_folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


@posix
def test_another_users_state_folder_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, 12345, 12345)
    else:  # only root can give a folder away; root's own is another user's to anybody else
        monkeypatch.setenv("GRADER_STATE", "/sbin")
    with pytest.raises(UsageError, match="belongs to another user"):
        state_folder()


def test_a_file_in_place_of_the_state_folder_is_refused(tmp_path):
    (tmp_path / "state").write_text("")
    with pytest.raises(UsageError, match="GRADER_STATE"):
        state_folder()


def test_without_the_variable_it_is_the_systems_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("GRADER_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Path(tmp_path) in state_folder().parents
