"""What only a process of its own can show: what is imported, and how it fares on another system."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module

import click
import pytest

from grader.cli.entry import COMMANDS

HEAVY = {"torch", "nbformat", "jsonschema", "sqlalchemy", "rich", "numpy", "pytest", "msgspec", "ruamel"}
RIGHT = b"def weight_slope(p, t, n):\n    return 2 * (p - t) * n\n"


def run(*arguments, **settings):
    return subprocess.run([sys.executable, *arguments], capture_output=True, check=False, **settings)


def test_help_imports_nothing_heavy():
    script = "import sys, grader.cli; code = grader.cli.main(['--help']); print(sorted(sys.modules), file=sys.stderr); sys.exit(code)"
    done = run("-c", script, text=True)
    assert done.returncode == 0
    names = {name.partition(".")[0] for name in ast.literal_eval(done.stderr)}
    assert not HEAVY & names


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(grade, command):
    made = import_module(f"grader.cli.{COMMANDS[command][0]}").command
    parts = made.list_commands(click.Context(made)) if isinstance(made, click.Group) else []
    for words in ([command], *([command, part] for part in parts)):
        ran = grade(*words, "--help")
        assert ran.code == 0
        assert f"\n  Example: grade {' '.join(words)}" in ran.out
        assert "\\" not in ran.out
        assert "\n  --json " in ran.out or words in ([command] if parts else [], ["serve"])


def test_the_groups_help_agrees_with_the_commands(grade):
    out = grade("--help").out
    assert all(f"\n  {command} " in out for command in COMMANDS)
    assert grade().out == out
    assert grade("--version").out.strip()


def test_student_commands_work_without_linux_and_on_a_cp1252_console(tmp_path, course_folder, run_without):
    missing = [
        "fcntl",
        "resource",
        "pwd",
        "grp",
        "termios",
        "sqlalchemy",
        "alembic",
        "torch",
        "numpy",
        "jinja2",
        "nbgrader",
    ]
    (course_folder / "solutions").rename(tmp_path / "away")
    mine = tmp_path / "mine"
    for arguments in (
        ["list"],
        ["list", "--lang", "pt"],
        ["start", "slope", str(mine)],
        ["check", str(mine), "--lang", "pt"],
        ["history"],
    ):
        ran = run_without(missing, *arguments, cwd=course_folder)
        assert "Traceback" not in ran.stderr, ran.stderr
        assert ran.returncode == (arguments[0] == "check"), ran.stderr
    (mine / "slope.py").write_bytes(RIGHT)
    ran = run_without(missing, "check", str(mine / "slope.py"), cwd=course_folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    ran = run_without(missing, "submit", str(mine / "slope.py"), cwd=course_folder)
    assert ran.stderr == "This folder has no hidden tests and you are not signed in. Run: grade login\n"


def test_a_command_of_another_system_says_so(course_folder, run_without):
    ran = run_without(["fcntl", "resource"], "doctor", cwd=course_folder)
    assert ran.returncode == 2
    assert ran.stderr == "This command works on Linux only. Use the course's server, or a Linux machine.\n"


def test_grading_without_its_libraries_says_what_to_install(put, course_folder, run_without):
    ran = run_without(["sqlalchemy"], "submit", str(put("bend.py", data=RIGHT)), cwd=course_folder)
    assert ran.returncode == 2
    assert ran.stderr == "Grading needs sqlalchemy, which is not installed. Run: pip install 'gradefork[judge]'\n"


def test_a_reader_that_leaves_is_no_error(course_folder):
    script = "import sys; from grader.cli import main; sys.exit(main(['list', '--json']))"
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=course_folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.close()
        assert process.wait(30) == 141
        assert process.stderr.read() == ""
