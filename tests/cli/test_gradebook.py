from __future__ import annotations

import csv
import json
import zipfile

import pytest

from grader.cli.gradebook_export import NAMES
from grader.exports.formats import FORMATS
from tests.cli.test_submit import local
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import write_dates


@pytest.fixture
def graded(grade, put, course_folder):
    write_dates(course_folder, local(days=2), local(days=-2))
    for student, words in (("ann", ALL), ("bob", HALF)):
        grade("submit", put("slope.py", words), "--student", student)


def test_the_command_offers_what_there_is():
    assert tuple(FORMATS) == NAMES


def test_one_file_goes_to_stdout_or_where_it_is_said(grade, graded, tmp_path):
    assert grade("gradebook", "export", "--format", "csv").out == "student,slope,bend,total\nann,6,,6\nbob,3,,3\n"
    ran = grade("gradebook", "export", "--format", "json", "--out", tmp_path / "new" / "book.json")
    assert (ran.code, ran.out) == (0, f"{tmp_path / 'new' / 'book.json'}\n")
    assert json.loads((tmp_path / "new" / "book.json").read_text())["points"] == 9
    assert grade("gradebook", "export", "--format", "gradescope").code == 2
    ran = grade("gradebook", "export", "--format", "gradescope", "--out", tmp_path / "results", "--json")
    assert len(ran.json["written"]) == 2
    assert (tmp_path / "results/ann/slope/results.json").exists()
    one = grade("gradebook", "export", "--format", "github", "--student", "ann", "--exercise", "slope")
    assert json.loads(one.out)["status"] == "pass"


def test_a_file_of_the_lms_is_filled_and_left_as_it_is(grade, graded, tmp_path):
    there = tmp_path / "Grades.csv"
    there.write_text("Student,ID,SIS Login ID,Section,Slope (7)\nA,1,ann,X,\nQ,9,que,X,2\n")
    before = there.read_bytes()
    ran = grade(
        "gradebook", "export", "--format", "canvas", "--into", there, "--out", tmp_path / "out.csv", "--lang", "pt"
    )
    assert (ran.code, there.read_bytes()) == (0, before)
    assert "bob não está em Grades.csv" in ran.err
    assert [row[4] for row in csv.reader((tmp_path / "out.csv").read_text().splitlines())] == ["Slope (7)", "6", "2"]


def test_batch_reads_a_download_and_names_who_submitted_nothing(grade, tmp_path):
    from tests.host.small_course import answer

    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("a_101_1_slope.py", answer(ALL))
        archive.writestr("b_102_2_work.py", answer(HALF))
    (tmp_path / "r.csv").write_text("student,lms id\nann,101\nbob,102\ncyd,103\n")
    ran = grade(
        *("batch", tmp_path / "week", "--from", "canvas", tmp_path / "d.zip", "--roster", tmp_path / "r.csv"),
        *("--exercise", "slope", "--json"),
    )
    assert ran.code == 0
    assert ran.json["absent"] == ["cyd"]
    assert "On the roster, but submitted nothing: cyd" in ran.err
    assert (tmp_path / "week/gradebook.csv").read_text() == "student,slope,bend,total\nann,6,,6\nbob,3,,3\n"
