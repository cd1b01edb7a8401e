"""A class of six in every state that a cell can have, over the small course of the host's tests."""

from __future__ import annotations

import pytest

from grader.host.gradebook import gradebook
from grader.host.roster import read_roster
from tests.host.conftest import clock, course, engine, hand_in, host  # noqa: F401 - fixtures
from tests.host.fake_engine import ALL, HALF

ROSTER = """\
student,name,email,id number,lms id
ann,Ann A.,ann@example.org,n-1,101
bob,"=HYPERLINK(""http://example.org"")",bob@example.org,n-2,102
cyd,Cyd C.,cyd@example.org,n-3,103
dan,Dan D.,dan@example.org,n-4,104
eve,Eve E.,eve@example.org,n-5,105
"""


@pytest.fixture
def graded(host, hand_in):  # noqa: F811
    """Ann full and half, Bob half, Cyd a file that can't be read, Dan our fault, Eve nothing, Zed on no roster."""

    def submit(words="", **how):
        host.grade(hand_in(words, **how))

    submit(ALL, student="ann")
    submit(HALF, student="ann", slug="bend")
    submit(HALF, student="bob")
    submit(student="cyd", data=b"(")
    submit("# broken\n", student="dan")
    submit(ALL, student="zed")
    return host


@pytest.fixture
def people(tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    return read_roster(tmp_path / "roster.csv")


@pytest.fixture
def book(graded, people):
    return gradebook(graded, people)
