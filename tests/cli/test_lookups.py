from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_submit import local
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import write_course, write_dates


@pytest.fixture
def graded(grade, put, course_folder):
    write_dates(course_folder, local(days=2), local(days=-2))
    grade("submit", put("bend.py", ALL))
    grade("submit", put("bend.py", HALF))
    grade("submit", put("slope.py", HALF))
    grade("submit", put("bend.py", data=b"("))
    grade("submit", put("bend.py", ALL), "--student", "bob")


def test_history_names_what_counts(grade, graded):
    document = grade("history", "--json").json
    assert [(s["id"], s["state"], s["score"], s["counts"]) for s in document["submissions"]] == [
        (1, "graded", 3.0, False),
        (2, "graded", 1.5, True),
        (3, "graded", 3.0, True),
        (4, "rejected", None, False),
    ]
    lines = grade("history").out.splitlines()
    assert lines[2].split()[0] == "#2"
    assert "counts" in lines[2]
    assert "counts" not in lines[1]
    assert "não aceito" in grade("history", "--lang", "pt").out


def test_history_of_one_exercise_and_of_everyone(grade, graded):
    assert [s["id"] for s in grade("history", "--exercise", "slope", "--json").json["submissions"]] == [3]
    assert [s["student"] for s in grade("history", "--everyone", "--json").json["submissions"]][-1] == "bob"
    assert grade("history", "--exercise", "slop").code == 2


def test_history_holds_what_left_the_course_without_counting_it(grade, graded, course_folder):
    text = (course_folder / "course.yaml").read_text()
    (course_folder / "course.yaml").write_text(text.replace("slug: slope", "slug: incline"))
    (course_folder / "solutions" / "slope").rename(course_folder / "solutions" / "incline")
    ran = grade("history", "--everyone", "--json")
    assert [s["id"] for s in ran.json["submissions"] if s["exercise"] == "slope" and not s["counts"]] == [3]
    assert any(s["counts"] for s in ran.json["submissions"])
    assert "slope" in grade("history").out


def test_history_of_nothing_is_said(grade):
    assert grade("history").out == "Nothing submitted yet.\n"
    assert grade("history", "--lang", "pt").out == "Nada foi submetido ainda.\n"
    assert grade("history", "--json").json == {"course": "small", "submissions": []}


def test_a_report_is_shown_again_in_both_views(grade, graded):
    staff, student = grade("report", "bend"), grade("report", "slope", "--as", "student")
    assert (staff.code, student.code) == (0, 0)
    assert "hidden-message-factor" not in student.out
    assert "hidden-message-factor" in grade("report", "2").out
    assert grade("report", "5", "--json").json["student"] == "bob"
    assert grade("report", "--json").json["id"] == "4"


def test_a_report_that_is_not_there_is_one_line(grade, graded):
    for which in ("99", "slop", "#0"):
        ran = grade("report", which)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.count("\n") == 1


def test_list_shows_points_scores_and_dates(grade, graded):
    document = grade("list", "--json").json
    assert [(e["slug"], e["points"], e["score"], e["state"]) for e in document["exercises"]] == [
        ("slope", 6.0, 3.0, "open"),
        ("bend", 3.0, 1.5, "open"),
    ]
    out = grade("list").out
    assert out.startswith("Small course\n")
    assert "due " in out
    assert "Declive" in grade("list", "--lang", "pt").out


def test_list_groups_exercises_by_week(grade, course_folder):
    assert "Week" not in grade("list").out
    file = course_folder / "course.yaml"
    file.write_text(file.read_text().replace("slug: bend", "slug: bend\n    week: 2"))
    lines = grade("list").out.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["slope", "Week", "bend"]
    assert "Semana 2" in grade("list", "--lang", "pt").out
    assert [e["week"] for e in grade("list", "--json").json["exercises"]] == [None, 2]


def test_list_knows_what_is_closed_and_what_opens(grade, course_folder):
    write_dates(course_folder, "2020-01-01", "2020-02-01")
    assert "closed Wed 5 Feb, 00:59 Lisbon" in grade("list").out
    write_dates(course_folder, "2098-01-01", "2098-02-01")
    assert "opens Wed 1 Jan, 00:00 Lisbon" in grade("list").out


def test_list_works_for_students_and_makes_no_database(grade, tmp_path, state, monkeypatch):
    monkeypatch.chdir(write_course(tmp_path / "student", suites=False))
    assert grade("list").code == 0
    assert not list(state.rglob("*.db"))


def test_a_copy_of_a_course_with_its_id_is_told_of_once(grade, graded, tmp_path):
    copy = write_course(tmp_path / "copy")
    assert "has the id small too" not in grade("list").err
    assert f"The course in {Path.cwd()} has the id small too" in grade("list", "--course", copy).err
    assert grade("list", "--course", copy).err == ""
    text = (copy / "course.yaml").read_text()
    (copy / "course.yaml").write_text(text.replace("id: small", "id: other"))
    assert grade("list").err == ""  # mended


def test_no_course_is_one_line(grade, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for command in ("list", "history", "report"):
        ran = grade(command)
        assert ran.code == 2
        assert ran.err.count("\n") == 1
        assert "course" in ran.err


def test_a_wrong_course_names_its_line(grade, course_folder):
    text = (course_folder / "course.yaml").read_text().replace("points: 6", "points: many")
    (course_folder / "course.yaml").write_text(text)
    ran = grade("list")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "course.yaml" in ran.err
    assert "points" in ran.err
