from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.host.batch import grade_batch
from grader.host.collect import collect
from grader.host.gradebook import render_csv
from grader.store import Store
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import answer

SLUGS = ("slope", "bend")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "batch"


@pytest.fixture
def put(folder):
    def write(path: str, content: bytes) -> Path:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    return write


def read_gradebook(folder):
    with (folder / "gradebook.csv").open(newline="") as file:
        return list(csv.reader(file))


def test_every_student_gets_reports_and_a_line(host, put, folder):
    put("ann/slope.py", answer(ALL))
    put("ann/bend.py", answer(HALF))
    put("bob/slope/slope.py", answer(HALF))
    (folder / "carl").mkdir()
    batch = grade_batch(host, folder)
    assert read_gradebook(folder) == [
        ["student", "slope", "bend", "total"],
        ["ann", "6", "1.5", "7.5"],
        ["bob", "3", "", "3"],
        ["carl", "", "", "0"],
    ]
    assert sorted(p.relative_to(folder / "reports").as_posix() for p in (folder / "reports").rglob("*.*")) == [
        "ann/bend.html",
        "ann/bend.json",
        "ann/slope.html",
        "ann/slope.json",
        "bob/slope.html",
        "bob/slope.json",
    ]
    assert [(w.slug, w.title, w.failed, w.graded) for w in batch.wrong[:2]] == [
        ("slope", "Nobody sees this", 1, 2),
        ("slope", "Shown after the due date", 1, 2),
    ]
    assert batch.troubles == ()


def test_reports_are_the_students_unless_staff_asks(host, put, folder):
    put("ann/slope.py", answer(HALF))
    grade_batch(host, folder)
    text = (folder / "reports/ann/slope.json").read_text()
    assert "hidden-message-factor" not in text
    assert "test_secret" not in text
    assert json.loads(text)["seed"] is None
    assert "hidden-message-factor" not in (folder / "reports/ann/slope.html").read_text()
    grade_batch(host, folder, staff=True)
    assert "hidden-message-factor" in (folder / "reports/ann/slope.json").read_text()


def test_no_single_bad_submission_stops_the_rest(host, put, folder):
    put("ann/slope.py", answer(ALL))
    put("bad1/slope.py", b"def (")
    put("bad2/slope.py", b"")
    put("bad3/slope.ipynb", b"no json")
    put("bad4/slope/readme.txt", b"no python")
    put("bad5/slope.py", b"\xff\xfe\xff\x00\xd8")
    put("bad6/slope.zip", b"PK\x03\x04 no zip")
    put("bug/slope.py", answer("# bug"))
    put("broken/slope.py", answer("# broken"))
    put("gpu/slope.py", answer("# gpu"))
    os.mkfifo(folder / "ann" / "bend.py")
    batch = grade_batch(host, folder)
    by_student = {(g.found.student, g.found.slug): g.report.status if g.report else None for g in batch.graded}
    assert by_student.pop(("ann", "slope")) == "graded"
    assert by_student.pop(("bug", "slope")) == by_student.pop(("broken", "slope")) == "grader_error"
    assert by_student.pop(("gpu", "slope")) is None
    assert set(by_student.values()) == {"rejected"}
    assert len(by_student) == 7
    assert [line.split(":")[0] for line in batch.troubles] == ["gpu/slope"]
    assert ["bug", "", "", "0"] in read_gradebook(folder)
    assert json.loads((folder / "reports/bad1/slope.json").read_text())["status"] == "rejected"


def test_a_second_run_grades_and_counts_nothing_again(host, put, folder, engine):
    put("ann/slope.py", answer(ALL))
    put("bob/slope.py", b"def (")
    grade_batch(host, folder)
    first = read_gradebook(folder)
    grade_batch(host, folder)
    assert read_gradebook(folder) == first
    assert len(engine.judged) == 1
    assert len(host.history()) == 2


def test_a_changed_file_is_a_new_attempt_and_its_score_stands(host, put, folder):
    put("ann/slope.py", answer(ALL))
    grade_batch(host, folder)
    put("ann/slope.py", answer(HALF))
    grade_batch(host, folder)
    assert read_gradebook(folder)[1] == ["ann", "3", "", "3"]
    assert [row.attempt for row in host.history("ann")] == [1, 2]


def test_a_changed_suite_is_graded_again_without_a_new_attempt(host, put, folder, course, engine, clock):
    put("ann/slope.py", answer(ALL))
    grade_batch(host, folder)
    (course.root / "solutions/slope/test_slope.py").write_text("def test_sign():\n    assert 1\n")
    fresh = type(host)(course, host.store, secret=b"s" * 32, engine=engine, clock=clock)
    grade_batch(fresh, folder)
    assert len(engine.judged) == 2
    assert [row.attempt for row in host.history()] == [1]


def test_a_fault_of_ours_is_tried_again(host, put, folder, engine):
    put("ann/slope.py", answer("# broken " + ALL))
    assert grade_batch(host, folder).graded[0].report.status == "grader_error"
    mended = type(engine)()
    mended.judge = lambda exercise, submission, **more: type(engine).judge(
        mended, exercise, type(submission)("slope", (("slope.py", ALL),), (), "", ()), **more
    )
    again = type(host)(host.course, host.store, secret=b"s" * 32, engine=mended)
    assert grade_batch(again, folder).graded[0].report.score == 6.0
    assert len(host.history()) == 1


def test_an_interrupted_batch_makes_no_faults_and_the_next_run_ends_it(host, put, folder, course, engine, clock):
    for number in range(12):
        put(f"s{number:02}/slope.py", answer(ALL))

    def interrupt(_graded):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_batch(host, folder, on_graded=interrupt)
    assert {row.state for row in host.history()} <= {"graded", "received"}
    assert not (folder / "gradebook.csv").exists()
    again = type(host)(course, host.store, secret=b"s" * 32, engine=engine, clock=clock)
    assert [item.report.score for item in grade_batch(again, folder).graded] == [6.0] * 12
    assert len(host.history()) == 12


def test_links_are_never_followed(host, put, folder, tmp_path):
    secret = tmp_path / "secret.py"
    secret.write_bytes(answer(ALL))
    put("ann/bend.py", answer(ALL))
    (folder / "ann" / "slope.py").symlink_to(secret)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "slope.py").write_bytes(answer(ALL))
    (folder / "bob").symlink_to(tmp_path / "elsewhere")
    batch = grade_batch(host, folder)
    assert [(g.found.student, g.found.slug) for g in batch.graded] == [("ann", "bend")]
    assert batch.remarks == (
        "ann: 'slope.py' is a link and was not followed.",
        "'bob' is a link and was not followed.",
    )


def test_reports_are_not_written_through_a_link(host, put, folder, tmp_path):
    put("ann/slope.py", answer(ALL))
    (tmp_path / "outside").mkdir()
    (folder / "reports").mkdir()
    (folder / "reports" / "ann").symlink_to(tmp_path / "outside")
    batch = grade_batch(host, folder)
    assert list((tmp_path / "outside").iterdir()) == []
    assert len(batch.troubles) == 1
    assert read_gradebook(folder)[1] == ["ann", "6", "", "6"]


def test_odd_names_are_told_in_one_line_each(put, folder):
    put("=1+1/slope.py", b"x")
    put("ann/notes.txt", b"x")
    put("ann/slope.py", b"x")
    put("ann/slope (1).py", b"x")
    put("ann/slope.ipynb", b"x")
    put("stray.py", b"x")
    put("reports/ann/slope.json", b"x")
    put(".git/config", b"x")
    gathered = collect(folder, SLUGS)
    assert [(found.student, found.path.name) for found in gathered.found] == [("ann", "slope.py")]
    assert list(gathered.remarks) == [
        "The student id '=1+1' would run as a formula in a spreadsheet. Rename it.",
        "ann: 'notes.txt' is no exercise of this course.",
        "ann: 'slope.ipynb' was left out, 'slope.py' is graded.",
        "ann: 'slope (1).py' was left out, 'slope.py' is graded.",
        "'stray.py' lies in no student's folder.",
    ]


def test_nothing_to_grade_is_said(tmp_path):
    with pytest.raises(UsageError, match="DIR/<student>"):
        collect(tmp_path, SLUGS)
    with pytest.raises(UsageError):
        collect(tmp_path / "none", SLUGS)


def test_a_folder_in_the_grade_books_place_is_said_before_anything_is_graded(tmp_path):
    (tmp_path / "gradebook.csv").mkdir()
    with pytest.raises(UsageError, match="grade book"):
        collect(tmp_path, SLUGS)


def test_the_gradebook_runs_nothing_and_keeps_every_digit():
    text = render_csv(["slope"], {"=cmd|'/c calc'!A1": {"slope": 1.0}, "a,b": {"slope": 1234567.25}}).decode()
    rows = list(csv.reader(text.splitlines()))
    assert rows[1][0] == "'=cmd|'/c calc'!A1"
    assert rows[2] == ["a,b", "1234567.25", "1234567.25"]


def test_killed_in_the_middle_and_started_again_ends_with_the_same_gradebook(tmp_path, course, put, folder):
    for number in range(40):
        words = ALL if number % 3 else HALF
        put(f"s{number:02}/slope.py", answer(f"# die\n{words}" if number == 17 else words))
    put("zoe/slope.py", b"def (")
    command = [sys.executable, str(Path(__file__).parent / "run_batch.py"), str(course.root), str(folder)]
    calm = subprocess.run([*command, str(tmp_path / "calm.db")], capture_output=True, check=True, text=True)
    assert calm.stdout == "40"
    expected = (folder / "gradebook.csv").read_bytes()
    (folder / "gradebook.csv").unlink()

    (folder.parent / "die").touch()
    killed = subprocess.run([*command, str(tmp_path / "killed.db")], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (folder / "gradebook.csv").exists()
    with Store.open(tmp_path / "killed.db") as store:
        states = {row.state for row in store.rows("small")}
    assert "grading" in states
    assert "graded" in states

    again = subprocess.run([*command, str(tmp_path / "killed.db")], capture_output=True, check=True, text=True)
    assert 0 < int(again.stdout) < 40
    assert (folder / "gradebook.csv").read_bytes() == expected
    with Store.open(tmp_path / "killed.db") as store:
        rows = store.rows("small")
    assert len(rows) == 41
    assert {row.attempt for row in rows} == {1}
    assert {row.state for row in rows} == {"graded", "rejected"}
    assert not list(folder.rglob(".*"))
