from __future__ import annotations

from grader.errors import IsolationError
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import write_course


def test_a_class_is_graded_and_its_mistakes_are_counted(grade, put, tmp_path):
    put("ann/bend.py", ALL)
    put("bob/bend.py", HALF)
    put("carl/bend.py", data=b"(")
    put("=x/bend.py", ALL)
    folder = tmp_path / "work"
    ran = grade("batch", folder)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "3 submissions: 2 graded, 1 not accepted, 0 not graded."
    assert lines[1] == "What the class got wrong:"
    assert "  1 of 2 fail “The slope has the factor 2” (bend)" in lines
    assert lines[-2:] == [f"Grade book: {folder / 'gradebook.csv'}", f"Reports: {folder / 'reports'}"]
    assert ran.err.splitlines()[-1] == "The student id '=x' would run as a formula in a spreadsheet. Rename it."
    assert "3 of 3 graded" in ran.err
    assert (folder / "gradebook.csv").read_text().splitlines()[1:] == ["ann,,3,3", "bob,,1.5,1.5", "carl,,,0"]
    told = grade("batch", folder, "--lang", "pt").out
    assert told.splitlines()[0] == "3 submissões: 2 avaliadas, 1 não aceitas, 0 por avaliar."


def test_json_says_the_same(grade, put, tmp_path):
    put("ann/bend.py", HALF)
    document = grade("batch", tmp_path / "work", "--json").json
    assert document["submissions"] == [
        {"student": "ann", "exercise": "bend", "id": "1", "status": "graded", "score": 1.5, "trouble": None}
    ]
    assert document["wrong"][0]["failed"] == 1


def test_a_fault_of_ours_is_exit_code_3(grade, put, tmp_path):
    put("ann/bend.py", ALL)
    put("bob/bend.py", "# broken")
    assert grade("batch", tmp_path / "work").code == 3


def test_a_machine_that_cannot_isolate_says_so_once(grade, put, tmp_path):
    def make(course, floor):
        raise IsolationError("This machine can isolate at level 'none' only.", "Run: grade doctor")

    put("ann/bend.py", ALL)
    put("bob/bend.py", ALL)
    ran = grade("batch", tmp_path / "work", make=make)
    assert (ran.code, ran.err) == (3, "This machine can isolate at level 'none' only. Run: grade doctor\n")
    assert grade("history", "--everyone", "--json").json["submissions"] == []


def test_nothing_to_grade_is_one_line(grade, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "none"):
        ran = grade("batch", folder)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    monkeypatch.chdir(write_course(tmp_path / "student", suites=False))
    assert grade("batch", tmp_path / "empty").err.endswith("Run: grade login\n")
