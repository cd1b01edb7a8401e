from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema
import pytest

from grader.errors import IsolationError
from grader.report.encode import schema
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import write_course, write_dates


def local(**ago) -> str:
    return f"{datetime.now(UTC).astimezone(ZoneInfo('Europe/Lisbon')) - timedelta(**ago):%Y-%m-%d %H:%M}"


@pytest.fixture(autouse=True)
def open_now(course_folder):
    write_dates(course_folder, local(days=2), local(days=-2))


def test_all_points_are_exit_code_0_and_fewer_are_1(grade, put):
    assert grade("submit", put("bend.py", ALL)).code == 0
    ran = grade("submit", put("bend.py", HALF))
    assert ran.code == 1
    assert "1.5 of 3" in ran.out


def test_the_report_is_shown_and_its_page_named(grade, put, state):
    ran = grade("submit", put("slope.py", HALF))
    assert "The slope has the factor 2" in ran.out
    page = ran.out.splitlines()[-1].removeprefix("Report: ")
    assert page == str(state / "courses/small/reports/1.html")
    assert "<html" in Path(page).read_text()


def test_progress_goes_to_stderr_test_by_test(grade, put):
    ran = grade("submit", put("slope.py", HALF))
    assert ran.err.splitlines()[:2] == [
        "  passed          The slope has the right sign",
        "  failed          The slope has the factor 2",
    ]
    assert "Nobody sees this" in ran.err
    assert "Nobody sees this" not in grade("submit", put("bend.py", HALF), "--as", "student").err


def test_json_is_one_document_that_fits_the_schema(grade, put):
    ran = grade("submit", put("slope.py", HALF), "--json")
    jsonschema.validate(ran.json, schema())
    assert (ran.json["score"], ran.json["student"], ran.json["attempt"]) == (3.0, "ann", 1)
    assert "hidden-message-factor" in ran.out
    assert ran.out.isascii()


def test_the_students_view_hides_what_is_hidden(grade, put):
    ran = grade("submit", put("slope.py", HALF), "--json", "--as", "student")
    assert "hidden-message-factor" not in ran.out
    assert ran.json["seed"] is None


def test_several_paths_are_one_array_and_the_worst_exit_code(grade, put, tmp_path):
    ran = grade("submit", put("slope.py", ALL), tmp_path / "nothing/bend.py", put("bend.py", HALF), "--json")
    assert ran.code == 2
    assert [document.get("score") for document in ran.json] == [6.0, None, 1.5]
    assert "There is no file or folder" in ran.err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("slope.py", b"def (\n", "line 1"),
        ("slope.py", b"", "empty"),
        ("slope.py", b"x = 1\n", "weight_slope"),
        ("slope.ipynb", b"{", "slope.ipynb"),
        ("slope.zip", b"PK\x03\x04", "slope.zip"),
    ],
)
def test_a_bad_file_is_exit_code_2_and_kept_with_a_report(grade, put, engine, name, data, said):
    ran = grade("submit", put(name, data=data), "--json")
    assert ran.code == 2
    assert said in ran.err.splitlines()[0]
    assert "Traceback" not in ran.err
    assert (ran.json["status"], ran.json["attempt"]) == ("rejected", 1)
    assert engine.judged == []
    assert grade("history", "--json").json["submissions"][0]["state"] == "rejected"


def test_a_syntax_error_shows_the_students_line_and_a_caret(grade, put):
    ran = grade("submit", put("slope.py", data=b"def weight_slope(a, b:\n    return 1\n"))
    assert "def weight_slope(a, b:" in ran.err
    assert any(line.strip() == "^" for line in ran.err.splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["submit", "nothing/slope.py"], "There is no file or folder nothing/slope.py. Check the path.\n"),
        (["submit", "slope.py", "--device", "tpu"], "Invalid value for '--device'"),
        (["submit", "slope.py", "--exercise", "slop"], "There is no exercise 'slop'. Did you mean slope?\n"),
        (["submit", "unknown.py"], "unknown.py names no exercise of this course."),
        (["submit", "nowhere.py"], "There is no file or folder nowhere.py. Check the path.\n"),
        (["check", "nowhere.py"], "There is no file or folder nowhere.py. Check the path.\n"),
        (["submit", "slope.py", "--student", "=1+1"], "would run as a formula"),
        (["submit", "slope.py", "--course", "nowhere"], "There is no course.yaml in nowhere."),
        (["submit", "slope.py", "--device", "cuda"], "This machine has no GPU. Use --device cpu or --device auto.\n"),
        (["sumbit"], "There is no command 'sumbit'. Did you mean submit? See: grade --help\n"),
        (["zzz"], "There is no command 'zzz'. There are: list, start, check,"),
        (["report", "77"], "Nothing was graded here yet. Run: grade submit PATH\n"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(grade, course_folder, arguments, said):
    for name in ("slope.py", "unknown.py"):
        (course_folder / name).write_text(ALL)
    for extra in ([], ["--json"]):
        ran = grade(*arguments, *extra)
        assert ran.code == 2
        assert ran.err.startswith(said) or said in ran.err
        assert ran.err.count("\n") == 1
        if extra:
            assert ran.json == {"error": ran.err.strip(), "exit_code": 2}
        else:
            assert ran.out == ""


def test_a_fault_of_ours_is_exit_code_3_with_the_promised_line(grade, put):
    ran = grade("submit", put("slope.py", "# broken"), "--as", "student")
    assert ran.code == 3
    assert ran.err.startswith("Our fault, not yours. No attempt used, file kept as #1; staff can see it.")
    assert "Traceback" not in ran.err
    ran = grade("submit", put("slope.py", "# broken"), "--lang", "pt", "--as", "student")
    assert ran.err.startswith(
        "A falha é nossa, não sua. Nenhuma tentativa foi gasta, o arquivo está guardado como #2; os docentes podem vê-lo."
    )


def test_an_engine_that_cannot_start_keeps_the_file_and_burns_no_attempt(grade, put):
    def make(course, floor):
        raise IsolationError("This machine can isolate at level 'none' only.", "Run: grade doctor")

    ran = grade("submit", put("slope.py", ALL), make=make)
    assert ran.code == 3
    assert "grade doctor" in ran.err
    assert grade("submit", put("slope.py", ALL), "--json").json["attempt"] == 1


def test_a_bug_is_one_line_without_debug_and_a_traceback_with_it(grade, put):
    def make(course, floor):
        raise ZeroDivisionError("division by zero")

    assert "Traceback" not in grade("validate", "slope", make=make).err
    ran = grade("validate", "slope", make=make)
    assert ran.code == 3
    assert "ZeroDivisionError" in ran.err
    assert "Traceback" in grade("validate", "slope", "--debug", make=make).err


def test_what_waits_for_another_machine_is_said(grade, put):
    ran = grade("submit", put("slope.py", "# gpu"))
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "#1 is stored and waits for a machine that can judge it.",
        "This machine has no GPU.",
    ]


def test_a_fault_of_ours_shows_its_traceback_to_debug_only(grade, put, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # pytest's own, which a process of `grade` does not have

    def make(course, floor):
        raise IsolationError("This machine can isolate at level 'none' only.", "Run: grade doctor")

    for extra in ([], ["--debug"]):
        ran = grade("submit", put("slope.py", ALL), *extra, make=make)
        assert ran.code == 3
        assert ("Traceback" in ran.err) == bool(extra)


def test_ctrl_c_is_quiet_and_the_next_run_grades_what_is_left(grade, put):
    def make(course, floor):
        raise KeyboardInterrupt

    ran = grade("submit", put("slope.py", HALF), make=make)
    assert (ran.code, ran.out, ran.err) == (130, "", "\n")
    ran = grade("submit", put("bend.py", ALL), "--student", "bob")
    assert ran.err.splitlines()[-1] == "Also graded #1 (slope, ann), left over from an interrupted run: 3 of 6."


def test_a_folder_without_hidden_tests_says_where_to_go(tmp_path, grade, put, monkeypatch):
    monkeypatch.chdir(write_course(tmp_path / "student", suites=False))
    ran = grade("submit", put("slope.py", ALL))
    assert ran.code == 2
    assert ran.err == "This folder has no hidden tests and you are not signed in. Run: grade login\n"
    ran = grade("submit", put("slope.py", ALL), "--lang", "pt")
    assert ran.err == "Esta pasta não tem testes ocultos e não há sessão iniciada. Execute: grade login\n"


def test_a_late_submission_is_told_what_it_costs_and_what_still_counts(grade, put, course_folder):
    grade("submit", put("slope.py", "# sign factor rate late"))
    write_dates(course_folder, local(days=9), local(hours=2, minutes=9))
    text = (
        (course_folder / "course.yaml")
        .read_text()
        .replace("cooldown: 5m", "cooldown: 0")
        .replace("grace: 1h", "grace: 0")
    )
    (course_folder / "course.yaml").write_text(text)
    ran = grade("submit", put("slope.py", ALL))
    assert ran.code == 0
    line = next(line for line in ran.out.splitlines() if line.startswith("Received"))
    assert line.startswith("Received 2 h 10 min late (due ")
    assert line.endswith(" Lisbon). Penalty 10 %: 5.4 of 6. Your on-time 5.5 still counts.")
    ran = grade("report", "slope", "--lang", "pt")
    line = next(line for line in ran.out.splitlines() if line.startswith("Recebido"))
    assert line.endswith(" Lisbon). Penalização de 10 %: 5,4 de 6. A sua nota dentro do prazo, 5,5, continua valendo.")


def test_refusals_speak_the_language_asked_for(grade, put, course_folder):
    write_dates(course_folder, local(days=-1), local(days=-2))
    ran = grade("submit", put("slope.py", ALL), "--lang", "pt", "--json")
    assert ran.code == 2
    assert ran.json["error"].startswith("slope abre ")
    assert "abre" in ran.err


def test_html_goes_where_it_is_told(grade, put, tmp_path):
    grade("submit", put("slope.py", HALF), "--json", "--html", tmp_path / "page.html")
    assert "<html" in (tmp_path / "page.html").read_text()
    ran = grade("submit", put("bend.py", HALF), "--html", tmp_path / "none" / "page.html")
    assert ran.code == 2
    assert "can't be written" in ran.err


def test_the_exercise_is_told_by_name_or_option(grade, put):
    assert grade("submit", put("slope (1).py", ALL), "--json").json["exercise"] == "slope"
    assert grade("submit", put("homework.py", ALL), "--exercise", "bend", "--json").json["exercise"] == "bend"


def test_the_course_above_the_file_is_used_when_the_working_folder_has_none(
    grade, put, tmp_path, course_folder, monkeypatch
):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    mine = course_folder / "exercises/bend/bend.py"
    mine.write_bytes(put("x.py", ALL).read_bytes())
    assert grade("submit", mine, "--json").json["score"] == 3.0
    assert grade("submit", put("bend.py", ALL), "--json").code == 2


def test_text_of_students_steers_no_terminal(grade, put):
    ran = grade("submit", put("slope.py", data=b"\x1b[2Jdef ("))
    assert "\x1b[2J" not in ran.out + ran.err
    assert json.dumps("\x1b[2J")[1:-1] not in grade("history", "--json").out


def test_without_a_path_the_exercise_of_the_folder_is_handed_in(grade, put, monkeypatch):
    folder = put("bend/bend.py", ALL).parent
    for name in ("test_examples.py", "README.md", "bend.ipynb"):
        (folder / name).write_text("{")
    grade("list")  # goes to the course folder
    monkeypatch.chdir(folder)
    ran = grade("submit", "--json", "--course", "../../course")
    assert (ran.code, ran.json["exercise"], ran.json["score"]) == (0, "bend", 3.0)


def test_without_a_path_a_notebook_that_was_changed_later_is_named(grade, put, monkeypatch):
    module = put("bend/bend.py", ALL)
    notebook = put("bend/bend.ipynb")
    os.utime(module, (1, 1))
    monkeypatch.chdir(module.parent)
    err = grade("submit", "--course", "../../course").err
    assert err.startswith(f"Submitting {module.name}; {notebook.name} was changed later. To submit that: grade submit")


def test_without_a_path_an_exercise_of_several_modules_is_the_whole_folder(grade, put, monkeypatch, course_folder):
    suite = course_folder / "solutions" / "bend"
    region = "    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
    (suite / "layers.py").write_text(f"def layer():\n{region}")
    (suite / "bend.py").write_text("from layers import layer\n" + (suite / "bend.py").read_text())
    put("bend/layers.py", data=b"def layer():\n    return 1\n")
    monkeypatch.chdir(put("bend/bend.py", ALL).parent)
    assert grade("submit", "--json", "--course", "../../course").json["score"] == 3.0


def test_without_a_path_and_without_an_exercise_here_it_asks_for_one(grade):
    ran = grade("submit")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("course names no exercise of this course.")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["submit", "nowhere.py"], "Não há arquivo nem pasta nowhere.py. Verifique o caminho.\n"),
        (["submit", "slope.py", "--exercise", "slop"], "Não há o exercício 'slop'. Seria slope?\n"),
        (["submit", "unknown.py"], "unknown.py não é o nome de um exercício deste curso. O curso tem: slope, bend."),
        (["report", "77"], "Não há a submissão #77. Veja: grade history\n"),
    ],
)
def test_what_is_wrong_is_said_in_portuguese(grade, put, course_folder, arguments, said):
    grade("submit", put("bend.py", ALL))
    (course_folder / "unknown.py").write_text(ALL)
    ran = grade(*arguments, "--lang", "pt")
    assert (ran.code, ran.err[: len(said)]) == (2, said)


def test_a_file_that_is_not_accepted_is_told_in_portuguese(grade, put):
    ran = grade("submit", put("bend.py", data=b"def other():\n    pass\n"), "--lang", "pt")
    assert ran.err.startswith(
        "bend.py: Falta a função `weight_slope`. "
        "Escreva weight_slope(prediction, target, node_value); mantenha os nomes do esqueleto."
    )
    assert grade("report", "bend", "--json").json["summary"]["message"] == "bend.py: Falta a função `weight_slope`."
    ran = grade("submit", put("bend.py", data=b"def (:\n"), "--lang", "pt")
    assert ran.err.startswith("bend.py: linha 1: invalid syntax. Corrija e tente de novo.")
