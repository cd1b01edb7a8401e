"""Canvas, Moodle, plain files: cells, ids, quirks; and what happens to files that an LMS exported."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest

from grader.errors import UsageError
from grader.exports.formats import FORMATS, Upload, export
from grader.host.gradebook import gradebook
from grader.host.roster import read_roster
from grader.host.table import parse_table

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Notes,Slope (7001),Declive extra (7002),bend (7003),Final Score\r\n"
    "    Points Possible,,,,,,6.0,6.0,10.0,(read only)\r\n"
    '"A., Ann",101,,ann@example.org,"Day, evening",=1+1,,9,,50\r\n'
    '"B., Bob",102,n-2,bob,Day,,1.25,,7.5,50\r\n'
    '"D., Dan",104,n-4,dan,Day,,3.5,,,50\r\n'
    '"X., Xan",109,n-9,xan,Day,,2,,,50\r\n'
    "Student Test,999,,abc,Day,,,,,\r\n"
)
WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,Last modified (grade)\n"
    "Participant 101,Ann A.,ann@example.org,Submitted,,6.00,Yes,-\n"
    "Participant 102,Bob B.,bob@example.org,Submitted,1.00,6.00,No,-\n"
    "Participant 104,Dan D.,dan@example.org,Submitted,2.00,6.00,Yes,-\n"
)
REPORT = (
    "First name;Last name;ID number;Email address;Assignment: Slope (Real);Quiz: Other (Real);Course total (Real)\n"
    "Ann;A.;n-1;ann@example.org;-;4,00;4,00\n"
    "Bob;B.;n-2;bob@example.org;1,50;4,00;4,00\n"
)


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def only(made):
    ((_, data),) = made.files.items()
    return data


def test_a_cell_says_what_counts_and_never_makes_a_zero_of_a_fault(book):
    cells = {line.student: [(cell.state, cell.score) for cell in line.cells] for line in book.lines}
    assert cells == {
        "ann": [("graded", 6.0), ("graded", 1.5)],
        "bob": [("graded", 3.0), ("missing", None)],
        "cyd": [("rejected", None), ("missing", None)],
        "dan": [("grader_error", None), ("missing", None)],
        "eve": [("missing", None), ("missing", None)],
        "zed": [("graded", 6.0), ("missing", None)],
    }
    assert [line.total for line in book.lines] == [7.5, 3.0, 0, 0, 0, 6.0]
    assert book.points == 9


def test_every_format_that_makes_a_table_is_written_from_the_same_book(graded, book):
    for name in ("csv", "json", "canvas", "moodle", "moodle-xml"):
        assert only(export(graded, book, name)) == only(export(graded, book, name)), name
    assert set(FORMATS) >= {"gradescope", "github", "nbgrader"}


def test_canvas_has_section_last_and_numbers_without_a_mark_between_thousands(graded, book):
    header, points, *students = rows_of(only(export(graded, book, "canvas")))
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Slope", "Bend"]
    assert points[5:] == ["6", "3"]
    assert students[0] == ["Ann A.", "101", "n-1", "ann", "", "6", "1.5"]
    assert [row[5] for row in students] == ["6", "3", "", "", "", "6"]
    assert all(re.fullmatch(r"\d*\.?\d*", cell) for row in students for cell in row[5:])


def test_free_text_never_begins_a_formula(graded, book):
    for name in ("csv", "canvas", "moodle"):
        for row in rows_of(only(export(graded, book, name))):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")], name
    assert "'=HYPERLINK" in only(export(graded, book, "canvas")).decode()


def test_excused_is_canvas_own_word_and_counts_nowhere(graded, people):
    book = gradebook(graded, people, excused={("ann", "slope")})
    assert rows_of(only(export(graded, book, "canvas")))[2][5:] == ["EX", "1.5"]
    assert book.lines[0].total == 1.5


def test_a_file_of_canvas_is_filled_where_student_and_exercise_meet_and_nowhere_else(graded, book):
    made = export(graded, book, "canvas", into=Upload("Grades.csv", CANVAS.encode()))
    data = made.files["Grades.csv"]
    before, after = rows_of(CANVAS.encode()), rows_of(data)
    changed = {
        (old[0], before[0][index]): new[index]
        for old, new in zip(before, after, strict=True)
        for index in range(len(old))
        if old[index] != new[index]
    }
    assert changed == {
        ("A., Ann", "Slope (7001)"): "6",
        ("A., Ann", "bend (7003)"): "1.5",
        ("B., Bob", "Slope (7001)"): "3",
    }
    assert data.count(b"\r\n") == CANVAS.count("\r\n")
    said = " ".join(map(str, made.remarks))
    assert "zed is not in Grades.csv" in said
    assert "bend has 3 points here and 10 in Grades.csv" in said
    assert "eve" not in said  # has nothing to lose


def test_a_worksheet_with_a_short_line_is_filled_all_the_same(graded, people):
    book = gradebook(graded, people, slugs=["slope"])
    first, _, *rest = WORKSHEET.splitlines(keepends=True)
    made = export(graded, book, "moodle", into=Upload("w.csv", "".join([first, "Participant 101\n", *rest]).encode()))
    assert rows_of(only(made))[1][4] == "6"


def test_a_name_of_two_people_is_nobodys(graded, tmp_path):
    (tmp_path / "r.csv").write_text("student,email\nann,same@example.org\nbob,same@example.org\n")
    book = gradebook(graded, read_roster(tmp_path / "r.csv"))
    file = "Student,ID,SIS Login ID,Section,Slope\nOne,1,same@example.org,A,\nTwo,2,BOB,A,\n"
    assert [row[4] for row in rows_of(only(export(graded, book, "canvas", into=Upload("g.csv", file.encode()))))] == [
        "Slope",
        "",
        "3",
    ]


def test_moodle_is_told_only_of_people_that_it_may_know(graded, book):
    made = export(graded, book, "moodle")
    assert [row[0] for row in rows_of(only(made))] == ["Username", "ann", "bob", "cyd", "dan", "eve"]
    assert [str(remark) for remark in made.remarks] == ["zed is not on the roster and was left out."]
    alone = export(graded, gradebook(graded), "moodle")
    assert [row[0] for row in rows_of(only(alone))] == ["Username", "ann", "bob", "cyd", "dan", "zed"]
    assert "stops at ids" in str(alone.remarks[0])


def test_moodles_worksheet_keeps_its_mark_its_locks_and_what_we_do_not_know(graded, people):
    book = gradebook(graded, people, slugs=["slope"])
    made = export(graded, book, "moodle", into=Upload("w.csv", WORKSHEET.encode()))
    data = only(made)
    assert data.startswith(b"\xef\xbb\xbf")
    assert [row[4] for row in rows_of(data)] == ["Grade", "6", "1.00", "2.00"]
    assert "bob's grade is locked" in " ".join(map(str, made.remarks))


def test_moodles_grader_report_is_filled_by_title_in_its_own_dialect(graded, book):
    data = only(export(graded, book, "moodle", into=Upload("r.csv", REPORT.encode())))
    lines = data.decode().splitlines()
    assert lines[1] == "Ann;A.;n-1;ann@example.org;6;4,00;4,00"
    assert lines[2] == "Bob;B.;n-2;bob@example.org;3;4,00;4,00"


@pytest.mark.parametrize(
    ("name", "file", "says"),
    [
        ("canvas", REPORT, "no grade book that Canvas exported"),
        ("canvas", "Student,ID,SIS Login ID,Section,Essay\n", "no column named after an exercise"),
        ("canvas", "Student,ID,SIS Login ID,Section,Slope (1),Slope (2)\n", "two columns"),
        ("canvas", "", "empty"),
        ("moodle", "a,b\n1,2\n", "no table of students"),
        ("moodle", WORKSHEET, "worksheet of one assignment"),
        ("csv", WORKSHEET, "fills no file"),
        ("nbgrader", WORKSHEET, "no grade book of nbgrader"),
    ],
)
def test_a_file_that_can_not_be_filled_says_why(graded, book, name, file, says):
    with pytest.raises(UsageError, match=says):
        export(graded, book, name, into=Upload("f.csv", file.encode()))


def test_moodles_xml_has_a_result_for_each_score_by_id_numbers(graded, book):
    results = ET.fromstring(only(export(graded, book, "moodle-xml")))
    assert results.tag == "results"
    found = [[child.tag for child in result] for result in results]
    assert found == [["assignment", "student", "score"]] * 3
    assert [[child.text for child in result] for result in results] == [
        ["slope", "n-1", "6"],
        ["bend", "n-1", "1.5"],
        ["slope", "n-2", "3"],
    ]


def test_json_has_the_states(graded, book):
    document = json.loads(only(export(graded, book, "json")))
    dan = next(one for one in document["students"] if one["student"] == "dan")
    assert dan["exercises"]["slope"]["state"] == "grader_error"
    assert dan["exercises"]["slope"]["score"] is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_written_again_as_it_was_read(encoding, delimiter):
    text = f"Student{delimiter}Nota\r\nJosé{delimiter}9\r\n"
    table = parse_table("t.csv", text.encode(encoding))
    assert table.rows == [["Student", "Nota"], ["José", "9"]]
    assert table.render() == text.encode(encoding)


def test_a_roster_is_read_from_what_canvas_and_moodle_export(tmp_path):
    (tmp_path / "c.csv").write_text(CANVAS)
    people = read_roster(tmp_path / "c.csv")
    assert [(one.id, one.name, one.number, one.lms) for one in people][1] == ("bob", "B., Bob", "n-2", "102")
    (tmp_path / "m.csv").write_text("First name,Surname,Username,Email address\nAnn,A.,ann,ann@example.org\n")
    assert read_roster(tmp_path / "m.csv")[0].name == "Ann A."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name\nAnn\n", "no column of student ids"),
        ("student\nann\nann\n", "twice"),
        ("student\n=cmd|'/c calc'!A1\n", "formula"),
        ("student\n+ann\n", "formula"),
        ("student\n@ann\n", "formula"),
        ("student\n-ann\n", "formula"),
    ],
)
def test_a_roster_with_ids_that_can_not_be_used_is_refused(tmp_path, text, says):
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(UsageError, match=says):
        read_roster(tmp_path / "r.csv")
