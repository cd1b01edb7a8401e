from __future__ import annotations

import json

import pytest

from tests.cli.test_submit import local
from tests.host.fake_engine import HALF
from tests.host.small_course import write_course, write_dates

RIGHT = b"def weight_slope(p, t, n):\n    return 2 * (p - t) * n\n"


def notebook(*cells: str) -> bytes:
    made = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
        for source in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def test_right_examples_pass_and_are_not_the_grade(grade, put):
    file = put("slope.py", data=RIGHT)
    ran = grade("check", file)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "  passed          The slide's own numbers."
    assert ran.out.splitlines()[-1] == (
        f"2 of 2 examples pass. These are not the grade: `grade submit {file}` runs the hidden tests."
    )


def test_the_next_attempt_is_told(grade, put, course_folder):
    write_dates(course_folder, local(days=2), local(days=-2))
    grade("submit", put("slope.py", HALF))
    out = grade("check", put("slope.py", data=RIGHT)).out
    assert out.endswith("runs the hidden tests (attempt 2 of 5).\n")
    out = grade("check", put("slope.py", data=RIGHT), "--lang", "pt").out
    assert out.splitlines()[-1].startswith("2 de 2 exemplos passam. Isto não é a nota: `grade submit ")
    assert out.endswith("` executa os testes ocultos (tentativa 2 de 5).\n")


def test_a_wrong_answer_shows_the_comparison(grade, put):
    ran = grade("check", put("slope.py", data=b"def weight_slope(p, t, n):\n    return (p - t) * n\n"), "--json")
    assert ran.code == 1
    assert (ran.json["passed"], ran.json["total"]) == (1, 2)
    assert "assert -12 == -24" in ran.json["examples"][0]["message"]
    assert ran.json["examples"][1] == {
        "name": "test_a_flat_place_has_no_slope",
        "title": "a flat place has no slope",
        "status": "passed",
        "message": "",
    }


def test_the_slug_alone_finds_the_file_as_reports_call_it(grade, tmp_path, monkeypatch):
    grade("start", "slope", tmp_path / "slope")
    (tmp_path / "slope/slope.py").write_bytes(RIGHT)
    monkeypatch.chdir(tmp_path / "slope")
    assert grade("check", "slope").out.endswith("`grade submit slope.py` runs the hidden tests.\n")
    assert grade("check", "slop").err == "There is no file or folder slop. Check the path.\n"


def test_the_working_folder_is_checked_by_default(grade, tmp_path, monkeypatch):
    grade("start", "slope", tmp_path / "slope")
    (tmp_path / "slope/slope.py").write_bytes(RIGHT)
    monkeypatch.chdir(tmp_path / "slope")
    ran = grade("check")
    assert ran.code == 0
    assert "`grade submit slope.py`" in ran.out


def test_a_copy_with_a_browsers_name_and_a_space_is_checked(grade, put):
    file = put("my work/slope (1).py", data=RIGHT)
    ran = grade("check", file)
    assert ran.code == 0
    assert f'`grade submit "{file}"`' in ran.out


def test_cells_of_a_notebook_run_in_order_and_past_a_failing_one(grade, put):
    file = put("slope.ipynb", data=notebook("k = 2", "1 / 0", "def weight_slope(p, t, n):\n    return k * (p - t) * n"))
    ran = grade("check", file)
    assert (ran.code, ran.out.splitlines()[-1][:22]) == (0, "2 of 2 examples pass. ")


def test_display_does_nothing_and_input_says_so(grade, put):
    file = put("slope.ipynb", data=notebook("display(1)\nk = 2", "input('k?')", "raise ValueError"))
    ran = grade("check", file)
    assert "NameError" not in ran.out
    assert "EOFError: input() has nobody to ask here" in ran.out


def test_an_import_that_raises_is_shown(grade, put):
    ran = grade("check", put("slope.py", data=b"raise ValueError('mine')\n"))
    assert ran.code == 1
    assert "ValueError: mine" in ran.out


def test_a_function_that_is_not_written_yet_is_named_once(grade, put):
    ran = grade("check", put("slope.ipynb", data=notebook("print('hello')", "weight_slop = 1", "1 / 0")))
    assert ran.code == 1
    assert ran.out.count("cannot import name 'weight_slope' from 'slope' (slope.py)") == 1
    assert "hello" in ran.out
    assert "ZeroDivisionError" in ran.out
    for noise in (
        "Hint: make sure your test modules",
        "_gcd_import",
        "Interrupted",
        "ERROR collecting",
        "grade-check-",
    ):
        assert noise not in ran.out


def test_a_loop_without_end_is_ended(grade, put, course_folder):
    text = (course_folder / "course.yaml").read_text() + "    limits: {test: 2s, submission: 2s}\n"
    (course_folder / "course.yaml").write_text(text)
    ran = grade("check", put("bend.py", data=b"def weight_slope(p, t, n):\n    while True: pass\n"))
    assert ran.code == 1
    assert "The examples did not end within 2 s. Look for a loop that never ends." in ran.out


def test_a_process_that_leaves_is_told(grade, put):
    ran = grade("check", put("slope.py", data=b"import os\nos._exit(0)\n"))
    assert ran.code == 1
    assert "stopped before they ended (exit code 0)" in ran.out


def test_a_bad_file_is_one_line_and_exit_code_2(grade, put, tmp_path):
    for file in (tmp_path / "nothing" / "slope.py", put("slope.py", data=b""), put("notes.txt", data=b"x")):
        ran = grade("check", file)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.count("\n") == 1


def test_a_folder_without_a_course_needs_only_its_examples(grade, put, tmp_path, monkeypatch):
    monkeypatch.chdir(put("slope.py", data=RIGHT).parent)
    ran = grade("check", "slope.py", "--exercise", "slope")
    assert ran.code == 2
    assert "test_examples.py" in ran.err
    source = write_course(tmp_path / "other", suites=False) / "exercises/slope/test_examples.py"
    put("test_examples.py", data=source.read_bytes())
    assert grade("check", "slope.py", "--exercise", "slope").code == 0
    assert grade("check", "slope.py").code == 0


def test_settings_of_pytest_around_it_do_not_matter(grade, put, monkeypatch):
    put("pytest.ini", data=b"[pytest]\naddopts = --no-such-option\n")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    assert grade("check", put("slope.py", data=RIGHT)).code == 0


@pytest.mark.parametrize("where", ["example", "answer"])
def test_torch_that_is_not_there_is_said_with_the_command(put, tmp_path, where, run_without):
    put("test_examples.py", data=b"import torch\n" if where == "example" else b"def test_one(): pass\n")
    file = put("slope.py", data=b"from torch import nn\n" if where == "answer" else RIGHT)
    ran = run_without(["torch"], "check", str(file), "--exercise", "slope", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("slope needs PyTorch, which this Python doesn't have. Run: python")
    assert ran.stderr.count("\n") == 1


def test_the_number_that_passes_decides_the_verb(grade, put):
    wrong = b"def weight_slope(p, t, n):\n    return (p - t) * n\n"
    assert "\n1 of 2 examples passes. These" in grade("check", put("slope.py", data=wrong)).out
    assert "\n1 de 2 exemplos passa. Isto" in grade("check", put("slope.py", data=wrong), "--lang", "pt").out
