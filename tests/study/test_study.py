"""Wrong submissions written blind: nearly no diagnosis is wrong, and docs/feedback.md says what came of each."""

import pytest

from tests.study.corpus import ROOT, grade, read_submissions
from tests.study.table import FIGURES, count, write_figures

MISNAMED = 0.02
"""The share of submissions to which a wrong name may be given."""


@pytest.fixture(scope="module")
def graded():
    return list(grade(read_submissions()))


def test_there_are_two_hundred_each_with_what_it_is():
    submissions = read_submissions()
    assert len(submissions) >= 200
    assert len({one.code for one in submissions}) == len(submissions)
    for one in submissions:
        known = {file.stem for file in (ROOT / "tests/course_content/wrong" / one.slug).glob("*.py")}
        assert one.is_ <= known, str(one)
        assert one.bug


def test_every_one_loses_points(graded):
    assert [str(one.wrong) for one in graded if not one.failed] == []


def test_nearly_no_diagnosis_is_wrong(graded):
    wrong = [
        f"{one.wrong}: {sorted(one.diagnosed)}, is {sorted(one.wrong.is_)}" for one in graded if one.outcome == "wrong"
    ]
    assert len(wrong) <= MISNAMED * len(graded), wrong


def test_the_page_is_about_these_submissions(graded):
    """Not every figure: on a busy machine the time for a diagnosis may run out, and then there is none."""
    page = (ROOT / "docs" / "feedback.md").read_text("utf-8")
    written = page[page.index(FIGURES[0]) : page.index(FIGURES[1])]
    assert [read_sizes(line) for line in rows_of(written)] == [
        read_sizes(line) for line in rows_of(write_figures(count(graded)))
    ]


def rows_of(text):
    return [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]


def read_sizes(cells):
    """The exercise, how many submissions, how many of a known misconception, how many of another bug."""
    return cells[0], cells[1], cells[2], cells[6]
