"""What an instructor grants and says, and what a student asks, on a course folder without a server."""

from __future__ import annotations

import pytest

from tests.host.small_course import write_dates


@pytest.fixture
def late(grade, put, course_folder):
    """A submission that came a year or more late, to an exercise that never closes."""
    write_dates(course_folder, "2020-01-01 09:00", "2020-01-02 23:59")
    file = course_folder / "course.yaml"
    file.write_text(file.read_text().replace(", max_days: 3", ""))
    ran = grade("submit", put("slope.py", "# sign factor rate late secret"), "--json")
    assert ran.json["late_days"] > 300
    return ran.json


def test_an_extension_makes_late_work_good(grade, late):
    assert late["score"] == 0
    ran = grade("extend", "ann", "slope", "--until", "2099-12-31")
    assert (ran.code, ran.out) == (
        0,
        "ann has until Thu 31 Dec, 23:59 Lisbon for slope.\n1 submission was graded again.\n",
    )
    assert grade("history", "--json").json["submissions"][0]["score"] == 6
    assert "no more time" in grade("extend", "ann", "slope", "--none", "--reason", "a mistake").out
    assert grade("history", "--json").json["submissions"][0]["score"] == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--until", "soon", "--reason", "x"], "--until is no time"),
        (["--until", "2019-01-01", "--reason", "x"], "ends after the due date"),
        (["--reason", "x"], "--until TIME"),
        (["--until", "2099-01-01", "--none", "--reason", "x"], "--until TIME"),
        (["--until", "2099-01-01", "--reason", "x" * 4001], "too long"),
    ],
)
def test_an_extension_that_makes_no_sense_is_one_line(grade, late, given, said):
    ran = grade("extend", "ann", "slope", *given)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert said in ran.err


def test_who_is_excused_is_so_in_the_grade_book(grade, put):
    grade("submit", put("bend.py", "# sign"))

    def state():
        (student,) = grade("gradebook", "export", "--format", "json").json["students"]
        return student["exercises"]["bend"]["state"]

    assert grade("excuse", "ann", "bend").code == 2  # no reason
    assert grade("excuse", "ann", "bend", "--reason", "did it last year").out == "ann need not do bend.\n"
    assert state() == "excused"
    assert grade("excuse", "ann", "bend", "--none", "--json").json["excused"] is False
    assert state() == "graded"


def test_a_comment_is_kept(grade, put):
    grade("submit", put("bend.py", "# sign"))
    assert grade("comment", "ann", "slope", "Nearly.").out == "ann will see it with slope.\n"
    assert grade("comment", "ann", "slope", "Nearly.", "--submission", "9").code == 2


def test_a_question_is_asked_seen_and_answered(grade, put):
    grade("submit", put("bend.py", "# sign"))
    assert grade("dispute").out == "No open questions.\n"
    ran = grade("dispute", "1", "--test", "test_factor", "Why not?")
    assert ran.out == "Question 1 is kept. Your instructors see it with your submission.\n"
    assert grade("dispute").out == "1  ann, bend, submission #1, test test_factor:\n  Why not?\n"
    assert grade("dispute", "1", "--answer", "You are right.", "--score", "2").out == "Question 1 is answered.\n"
    assert grade("history", "--json").json["submissions"][0]["score"] == 2
    assert grade("dispute", "--json").json == {"disputes": []}


def test_an_answer_can_be_a_regrade(grade, put, engine):
    grade("submit", put("bend.py", "# sign"))
    grade("dispute", "1", "--test", "test_factor", "Why not?")
    before = len(engine.judged)
    ran = grade("dispute", "1", "--answer", "Again.", "--regrade")
    assert ran.out == "Question 1 is answered.\n1 submission was graded again.\n"
    assert len(engine.judged) == before + 1


@pytest.mark.parametrize(
    "given",
    [
        ["1"],
        ["1", "text"],
        ["1", "--test", "a"],
        ["1", "text", "--test", "a", "--answer"],
        ["1", "text", "--test", "a", "--score", "3"],
        ["1", "text", "--answer", "--score", "3", "--regrade"],
    ],
)
def test_what_is_half_said_is_refused(grade, given):
    assert grade("dispute", *given).code == 2
    assert "Veja: grade dispute --help" in grade("dispute", *given, "--lang", "pt").err
