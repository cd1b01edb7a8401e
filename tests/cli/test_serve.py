"""`grade serve` where it can't: one line that says what to do, before anything is begun."""

from __future__ import annotations

import socket

import pytest

from grader.cli import main
from grader.host.backup import in_use
from tests.host.small_course import write_course


@pytest.fixture
def course(tmp_path):
    return str(write_course(tmp_path / "course"))


def test_a_port_that_is_taken_is_named(course, tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["serve", "--course", course, "--data", str(tmp_path / "data"), "--port", port]) == 2
    said = capsys.readouterr().err
    assert f"127.0.0.1:{port}" in said
    assert "--port" in said


def test_one_server_at_a_time_runs_on_a_folder(course, tmp_path, capsys):
    data = tmp_path / "data"
    data.mkdir()
    with in_use(data):
        assert main(["serve", "--course", course, "--data", str(data), "--port", "0"]) == 2
    assert "A server runs on" in capsys.readouterr().err


def test_two_courses_of_one_id_are_refused(course, tmp_path, capsys):
    twice = ["--course", course, "--course", course]
    assert main(["serve", *twice, "--data", str(tmp_path / "data"), "--port", "0", "--lang", "pt"]) == 2
    assert "id próprio" in capsys.readouterr().err


def test_a_demo_of_a_course_without_hidden_tests_is_refused(tmp_path, capsys):
    bare = str(write_course(tmp_path / "bare", suites=False))
    assert main(["serve", "--demo", "--course", bare, "--port", "0"]) == 2
    assert "hidden tests" in capsys.readouterr().err
