from __future__ import annotations

from grader.errors import IsolationError
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import write_course, write_hints


def test_a_class_is_graded_and_its_mistakes_are_counted(grade, put, tmp_path):
    put("ann/bend.py", ALL)
    put("bob/bend.py", HALF)
    put("carl/bend.py", data=b"(")
    put("=x/bend.py", ALL)
    folder = tmp_path / "work"
    ran = grade("batch", folder)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[:6] == [
        "3 submissions: 2 graded, 1 not accepted.",
        f"Grade book: {folder / 'gradebook.csv'}",
        f"Reports: {folder / 'reports'}",
        "Not accepted:",
        "  carl (bend): bend.py: line 1: '(' was never closed.",
        "What the class got wrong:",
    ]
    assert "  1 of 2 fail “The slope has the factor 2” (bend)" in lines[6:]
    assert ran.err.splitlines()[-1] == "The student id '=x' would run as a formula in a spreadsheet. Rename it."
    assert "3 of 3 graded" in ran.err
    assert (folder / "gradebook.csv").read_text().splitlines()[1:] == ["ann,,3,3", "bob,,1.5,1.5", "carl,,,0"]
    told = grade("batch", folder, "--lang", "pt").out
    assert told.splitlines()[0] == "3 submissões: 2 avaliadas, 1 não aceita."


def test_json_says_the_same(grade, put, tmp_path):
    put("ann/bend.py", HALF)
    document = grade("batch", tmp_path / "work", "--json").json
    assert document["submissions"] == [
        {
            "student": "ann",
            "exercise": "bend",
            "id": "1",
            "status": "graded",
            "score": 1.5,
            "reason": None,
            "trouble": None,
        }
    ]
    assert document["wrong"][0]["failed"] == 1


def test_a_class_ends_with_the_mistakes_that_most_made(grade, put, tmp_path, course_folder):
    write_hints(course_folder)
    for student, words in (
        ("ann", "# sign as_no_two"),
        ("bob", "# as_no_two"),
        ("carl", "# as_ascent"),
        ("dora", "# sign late secret"),
    ):
        put(f"{student}/bend.py", words)
    lines = grade("batch", tmp_path / "work").out.splitlines()[3:]
    assert lines == [
        "What the class got wrong:",
        "  2 of 4 (bend): The factor 2 is missing.",
        "  1 of 4 (bend): The step goes uphill.",
        "What no known mistake explains:",
        "  1 of 4 fail “The slope has the factor 2” (bend)",
        "  1 of 4 fail “The step is scaled by the learning rate” (bend)",
    ]
    document = grade("batch", tmp_path / "work", "--json", "--lang", "pt").json
    assert document["mistakes"][0] == {
        "exercise": "bend", "misconception": "no_two", "says": "Falta o fator 2.", "made": 2, "graded": 4,
    }  # fmt: skip
    assert document["wrong"][0] == {
        "exercise": "bend", "test": "The slope has the factor 2", "failed": 4, "unexplained": 1, "graded": 4,
    }  # fmt: skip
    assert "grade hint" not in (tmp_path / "work" / "reports" / "ann" / "bend.json").read_text()


def test_lists_are_cut_to_a_screenful(grade, put, tmp_path):
    for number in range(17):
        put(f"student{number:02}/bend.py", data=b"(")
    lines = grade("batch", tmp_path / "work").out.splitlines()
    assert lines[0] == "17 submissions: 0 graded, 17 not accepted."
    assert lines[3:5] == ["Not accepted:", "  student00 (bend): bend.py: line 1: '(' was never closed."]
    assert lines[-1] == "  … and 2 more"


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
