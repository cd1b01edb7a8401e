"""A small course of one exercise, written into a temporary folder."""

from pathlib import Path

import pytest

from grader.course import load_course

ROOT = Path(__file__).parents[2]

COURSE = """\
# the author's own note: solutions are due in May
id: tiny
title: A tiny course
languages: [en, pt]
exercises:
  - slug: double
    title: {en: Double, pt: O dobro}
    points: 3
    due: 2026-03-14 23:59
  - slug: later
    title: Later
    points: 1
"""
REFERENCE = '''\
"""Doubling."""

import math

FACTOR = 2


# Mind the order.
@staticmethod
def double(x: float) -> float:
    """Twice x."""
    ### BEGIN SOLUTION
    doubled_number = FACTOR * x + math.sin(0)
    return doubled_number
    ### END SOLUTION


class Doubler:
    """Doubles."""

    def call(self, x):
        # Students write this.
        if x:
            ### BEGIN SOLUTION
            self.last_number = x
            return FACTOR * self.last_number
            ### END SOLUTION
        return 0
'''
SUITE = """\
import pytest
from double import double

@pytest.mark.points(3)
@pytest.mark.visibility("visible")
def test_double():
    assert double(2) == 4
"""


@pytest.fixture
def folder(tmp_path):
    """`solutions/double` of the tiny course, whose course.yaml lies two folders up."""
    (tmp_path / "course.yaml").write_text(COURSE)
    folder = tmp_path / "solutions" / "double"
    folder.mkdir(parents=True)
    (folder / "double.py").write_text(REFERENCE)
    (folder / "test_double.py").write_text(SUITE)
    (folder / "test_examples.py").write_text("def test_one():\n    assert True\n")
    (folder / "README.md").write_text("# Doubling\n\nDouble it.\n")
    (folder / "README.pt.md").write_text("# O dobro\n\nDobre.\n")
    (folder / "misconceptions.py").write_text("MISCONCEPTIONS = {}\n")
    return folder


@pytest.fixture
def course(folder):
    return load_course(folder.parents[1])


@pytest.fixture
def shipped():
    return load_course(ROOT)
