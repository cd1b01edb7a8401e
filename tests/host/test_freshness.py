"""A resident process leaves once its course is another one."""

import shutil

import pytest

from grader.host.resident.freshness import Freshness
from tests.host.small_course import write_course


@pytest.fixture
def root(tmp_path):
    return write_course(tmp_path / "course")


def test_a_course_that_is_as_it_was_is_fresh(root):
    freshness = Freshness(root)
    (root / "course.yaml").touch()
    (root / "solutions" / "slope" / "notes.md").write_text("A suite's own change is seen by whoever judges.")
    assert not freshness.is_stale()


@pytest.mark.parametrize("place", [".", "solutions"])
def test_a_folder_made_anew_under_the_same_name_is_another_one(root, place):
    freshness = Freshness(root)
    shutil.copytree(root / place, root.parent / "copy")
    (root / place).rename(root.parent / "earlier")
    (root.parent / "copy").rename(root / place)
    assert freshness.is_stale()


def test_other_dates_are_another_course(root):
    freshness = Freshness(root)
    (root / "course.yaml").write_text((root / "course.yaml").read_text() + "\n# changed\n")
    assert freshness.is_stale()
