"""`grade regrade`, `override` and `similarity`, from the command line."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_submit import local
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import write_dates


@pytest.fixture(autouse=True)
def open_now(course_folder):
    write_dates(course_folder, local(days=2), local(days=-2))


@pytest.fixture
def change_suite(course_folder):
    """Another suite by its hash; what the fake engine makes of an answer does not change."""

    def change():
        suite = course_folder / "solutions" / "slope" / "test_slope.py"
        suite.write_text(suite.read_text() + "# changed\n")

    return change


def test_a_regrade_shows_first_and_replaces_with_apply(grade, put, change_suite, course_folder):
    grade("submit", put("slope.py", HALF))
    change_suite()
    text = (course_folder / "course.yaml").read_text()
    (course_folder / "course.yaml").write_text(text.replace("points: 6", "points: 12"))
    shown = grade("regrade", "slope")
    assert shown.code == 0
    assert "12 points in all, were 6" in shown.out
    assert "1 gain, 0 lose, 0 as before." in shown.out
    assert "grade regrade slope --apply" in shown.out
    assert grade("history", "--json").json["submissions"][0]["score"] == 3
    assert "1 report replaced." in grade("regrade", "--apply").out
    assert grade("history", "--json").json["submissions"][0]["score"] == 6
    assert grade("regrade").out == "0 gain, 0 lose, 1 as before.\n"


def test_a_regrade_speaks_portuguese_and_json(grade, put, change_suite):
    grade("submit", put("slope.py", HALF))
    change_suite()
    assert "0 sobem, 0 descem, 1 como antes." in grade("regrade", "--lang", "pt").out
    document = grade("regrade", "--json", "--apply").json
    assert document == {"applied": True, "replaced": 1, "same": 1, "changes": [], "troubles": []}


def test_what_can_t_be_graded_is_named_and_the_exit_code_is_ours(grade, put):
    grade("submit", put("slope.py", "# broken"))
    ran = grade("regrade", "slope")
    assert ran.code == 3
    assert "#1 (ann, slope): The judge failed" in ran.err


def test_an_override_is_told_and_in_the_student_s_report(grade, put):
    grade("submit", put("slope.py", HALF))
    ran = grade("override", "ann", "slope", "--score", "5.5", "--reason", "graded by hand")
    assert (ran.code, ran.out) == (0, "ann, slope: 3 is now 5.5 (#1).\n")
    shown = grade("report", "slope", "--as", "student")
    assert "3 to 5.5: graded by hand" in " ".join(shown.out.split())
    assert grade("override", "ann", "slope", "--score", "9", "--reason", "x").code == 2
    assert json.loads(grade("override", "ann", "slope", "--score", "5", "--reason", "x", "--json").out)["old"] == 5.5


def test_students_have_no_such_commands(grade, course_folder):
    import shutil

    shutil.rmtree(course_folder / "solutions")
    for command in (["regrade"], ["override", "ann", "slope", "--score", "5", "--reason", "x"], ["similarity"]):
        ran = grade(*command)
        assert (ran.code, ran.err.splitlines()[-1]) == (
            2,
            "This folder has no hidden tests and you are not signed in. Run: grade login",
        )


def test_similarity_of_a_short_exercise_says_that_it_tells_nothing(grade, put):
    for student in ("ann", "ben"):
        grade("submit", put("slope.py", ALL), "--student", student)
    grade("submit", put("slope.py", data=b"def weight_slope(:\n"), "--student", "cleo")
    ran = grade("similarity")
    assert ran.code == 0
    assert "Beyond what similarity can tell" in ran.out
    assert "1 submission is no code" in ran.out
    (found,) = grade("similarity", "slope", "--json").json["exercises"]
    assert (found["can_tell"], found["not_read"]) == (False, [3])
    assert [pair["students"] for pair in found["pairs"]] == [["ann", "ben"]]


def test_similarity_of_a_longer_exercise_names_the_pair(grade, put, course_folder):
    from tests.authoring.test_similarity import LONG, OTHER, STUB, rename

    reference = STUB.replace("    raise NotImplementedError", "    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION")
    end = "\n\ndef weight_slope(p, t, n):\n    return 2\n"
    folder = course_folder / "solutions" / "slope"
    (folder / "slope.py").write_text(reference.replace("    pass\n", LONG.partition(":\n")[2].rstrip() + "\n") + end)
    for student, source in {"ann": LONG, "ben": rename(LONG), "cleo": OTHER}.items():
        words = STUB + source + end
        grade("submit", put("slope.py", data=words.encode()), "--student", student)
    ran = grade("similarity", "slope")
    rows = [line.split() for line in ran.out.splitlines() if "%" in line and "#" in line]
    assert [row[:2] for row in rows] == [["ann", "ben"]]
    assert rows[0][-2:] == ["#1,", "#2"]
    assert "Half of all pairs" not in ran.out
