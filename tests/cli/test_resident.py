"""The resident process as commands meet it: real processes and sockets, the fake engine."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.host.resident.place import token_of
from grader.host.resident.roll import list_residents, stop_residents
from tests.cli.test_submit import local
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import write_dates

FAKE = Path(__file__).with_name("fake_grade.py")
COLOURS = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Commands:
    """Runs `grade` in the course folder, with a resident or without."""

    def __init__(self, course, state, environ):
        self.course, self.state, self.environ = course, state, environ

    def start(self, *arguments, resident=True, **more):
        environ = {**self.environ, "GRADER_RESIDENT": "on" if resident else "off", **more}
        return subprocess.Popen(
            [sys.executable, str(FAKE), *map(str, arguments)],
            cwd=self.course,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments, **more):
        """Exit code, stdout, stderr."""
        process = self.start(*arguments, **more)
        out, err = process.communicate(timeout=60)
        return process.returncode, out.decode(), err.decode()

    def json(self, *arguments, **more):
        return json.loads(self.run(*arguments, "--json", **more)[1])

    def resident(self):
        """What the resident tells of itself; None if there is none."""
        found = list_residents()
        assert len(found) < 2
        return found[0].facts if found else None

    def history(self):
        rows = self.json("history", resident=False)["submissions"]
        return [(row["exercise"], row["attempt"], row["state"], row["score"]) for row in rows]

    def engines(self):
        """How many processes ever started an engine."""
        return len(list(self.state.glob("engine-*")))

    def wait_for(self, name):
        until((self.state / name).exists)


def until(true, limit_s=30):
    end = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def keep_secret(state):
    """Seeds are made from the secret: give two state folders the same."""
    folder = state / "courses/small"
    folder.mkdir(mode=0o700, parents=True)
    state.chmod(0o700)
    (folder / "secret").touch(mode=0o600)
    (folder / "secret").write_text("5" * 64)


@pytest.fixture
def commands(course_folder, state):
    write_dates(course_folder, local(days=2), local(days=-2))
    text = (course_folder / "course.yaml").read_text().replace("cooldown: 5m", "cooldown: 0")
    (course_folder / "course.yaml").write_text(text)
    keep_secret(state)
    dropped = ("PYTHONPATH", "COLUMNS", "GRADER_RESIDENT_IDLE_S")
    environ = {key: value for key, value in os.environ.items() if key not in dropped}
    environ |= {"PYTHONPATH": str(FAKE.parents[2]), "GRADER_STATE": str(state), "COLUMNS": "90"}
    made = Commands(course_folder, state, environ)
    yield made
    (state / "go").touch()
    stop_residents()


@pytest.fixture
def alone(commands, tmp_path):
    """The same with a state folder of its own."""
    state = tmp_path / "alone"
    keep_secret(state)
    return Commands(commands.course, state, {**commands.environ, "GRADER_STATE": str(state)})


def plain(text):
    """What differs from one run to the next: times."""
    text = re.sub(r'"(submitted_at)": "[^"]*"', r'"\1": ""', text)
    text = re.sub(r'"(\w+_s)": [\d.e-]+', r'"\1": 0', text)
    return re.sub(r"\d\d:\d\d", "hh:mm", text)


def in_terminal(commands, *arguments, resident, environ):
    """Exit code and all that a terminal shows."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(commands.course)
        variables = {**commands.environ, **environ, "GRADER_RESIDENT": "on" if resident else "off"}
        os.execve(sys.executable, [sys.executable, str(FAKE), *map(str, arguments)], variables)
    shown = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


def test_the_first_command_starts_one_and_the_second_finds_it(commands, put):
    assert commands.run("submit", put("bend.py", ALL))[0] == 0
    first = commands.resident()
    assert commands.run("submit", put("bend.py", HALF))[0] == 1
    second = commands.resident()
    assert second["pid"] == first["pid"]
    assert (second["graded"], second["root"]) == (2, str(commands.course.resolve()))
    assert commands.engines() == 1


CASES = [
    ("bend.py", HALF, []),
    ("bend.py", ALL, ["--json"]),
    ("slope.py", HALF, ["--as", "student", "--lang", "pt"]),
    ("slope.py", HALF, ["--json", "--as=student", "--student", "bob", "--seed=7", "--device", "cpu"]),
    ("homework.py", ALL, ["--exercise", "bend", "--course", "."]),
    ("slope.py", "# broken", ["--json"]),
    ("slope.py", "# gpu", ["--student", "gus"]),
    ("slope.py", "def (", []),
    ("slope.py", ALL, ["--student", "=1"]),
    ("slope.py", ALL, ["--student", "bob", "--json"]),
    ("slope.py", ALL, ["--student", "bob"]),
    ("unknown.py", ALL, ["--json"]),
    ("bend.py", ALL, ["--device", "tpu"]),
    ("bend.py", ALL, ["--seed", "-1"]),
    ("bend.py", ALL, ["--isolation", "none", "--json"]),
]


def test_words_and_exit_code_are_those_of_a_command_that_does_all_itself(commands, alone, put):
    """Two attempts are allowed here, so that bob's third is refused."""
    course = commands.course / "course.yaml"
    course.write_text(course.read_text().replace("attempts: 5", "attempts: 2"))
    for name, words, options in CASES:
        file = put(name, words)
        shared, own = commands.run("submit", file, *options), alone.run("submit", file, *options, resident=False)
        assert shared[0] == own[0], (name, words, options, shared, own)
        for text, expected in zip(shared[1:], own[1:], strict=True):
            assert plain(text) == plain(expected.replace(str(alone.state), str(commands.state))), (name, options)
    assert "No attempts left (2 of 2)." in commands.run("submit", put("slope.py", ALL), "--student", "bob")[2]


def test_a_terminal_shows_the_same_colours_and_widths(commands, alone, put):
    del commands.environ["COLUMNS"], alone.environ["COLUMNS"]
    commands.run("submit", put("bend.py", ALL))
    alone.run("submit", put("bend.py", ALL), resident=False)
    file = put("bend.py", HALF)
    for more in ({}, {"TERM": "dumb"}, {"NO_COLOR": "1"}, {"PYTHONIOENCODING": "ascii"}, {"COLUMNS": "50"}):
        shared = in_terminal(commands, "submit", file, resident=True, environ=COLOURS | more)
        own = in_terminal(alone, "submit", file, resident=False, environ=COLOURS | more)
        starting = "Starting the sandbox; this takes a few seconds.\r\n"
        assert shared[0] == own[0] == 1
        assert plain(shared[1]) == plain(own[1].replace(str(alone.state), str(commands.state))).replace(starting, "")


def test_a_folder_a_zip_and_an_accented_name_are_handed_over_too(commands, put, tmp_path):
    folder = put("bend/bend.py", ALL).parent
    assert commands.run("submit", folder)[0] == 0
    assert commands.run("submit", put("bend (cópia).py", ALL))[0] == 0
    assert commands.run("submit", folder, "--html", tmp_path / "page.html")[0] == 0
    assert commands.run("submit", put("bend.py", ALL), put("slope.py", HALF))[0] == 1
    assert (tmp_path / "page.html").exists()
    assert commands.resident()["graded"] == 5
    assert commands.engines() == 1


def test_validate_judges_in_it(commands):
    code, out, _ = commands.run("validate", "slope", "--quick", "--device", "cpu", "--seed", "1")
    assert commands.resident()["graded"] == 2, (code, out)
    assert commands.engines() == 1


def test_another_course_file_replaces_it_and_a_touched_one_does_not(commands, put):
    file = put("bend.py", ALL)
    commands.run("submit", file)
    first = commands.resident()["pid"]
    os.utime(commands.course / "course.yaml")
    commands.run("submit", file)
    assert commands.resident()["pid"] == first
    text = (commands.course / "course.yaml").read_text().replace("points: 3", "points: 9")
    (commands.course / "course.yaml").write_text(text)
    assert commands.json("submit", file)["score"] == 9
    until(lambda: commands.resident()["pid"] != first)
    assert commands.engines() == 2


def test_a_suite_that_changed_is_read_anew_by_the_same_process(commands, put):
    file = put("bend.py", ALL)
    assert commands.run("submit", file)[0] == 0
    first = commands.resident()["pid"]
    reference = commands.course / "solutions/bend/bend.py"
    reference.write_text(reference.read_text() + '\n\ndef another():\n    """Asked for now."""\n    return 1\n')
    code, _, err = commands.run("submit", file)
    assert code == 2
    assert "another" in err
    assert commands.resident()["pid"] == first


def test_a_database_that_was_put_in_place_of_the_other_is_used(commands, put):
    commands.run("submit", put("bend.py", ALL))
    for file in (commands.state / "courses/small").glob("grader.db*"):
        file.unlink()
    assert commands.json("submit", put("slope.py", HALF))["id"] == "1"
    assert commands.history() == [("slope", 1, "graded", 3.0)]


def test_killed_while_it_grades_it_loses_and_doubles_nothing(commands, put):
    commands.run("submit", put("bend.py", ALL))
    first = commands.resident()["pid"]
    (commands.state / "die").touch()
    code, out, err = commands.run("submit", put("slope.py", HALF + "# die"), "--json")
    assert code == 1, err
    assert json.loads(out)["attempt"] == 1
    assert commands.history() == [("bend", 1, "graded", 3.0), ("slope", 1, "graded", 3.0)]
    assert commands.resident()["pid"] != first


def test_two_commands_at_once_share_one(commands, put):
    running = [commands.start("submit", put(f"{n}/bend.py", ALL), "--student", f"s{n}", "--json") for n in range(2)]
    told = [(process.communicate(timeout=60)[0], process.returncode) for process in running]
    assert [code for _, code in told] == [0, 0]
    assert {json.loads(out)["student"] for out, _ in told} == {"s0", "s1"}
    assert commands.engines() == 1
    assert commands.resident()["graded"] == 2


def test_a_command_that_is_interrupted_leaves_its_submission_to_be_graded(commands, put):
    commands.run("submit", put("bend.py", ALL))
    process = commands.start("submit", put("slope.py", HALF + "# wait"))
    commands.wait_for("waiting")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"\n")
    (commands.state / "go").touch()
    until(lambda: commands.history()[-1] == ("slope", 1, "graded", 3.0))


def test_a_reader_that_leaves_is_as_without_it(commands, put):
    commands.run("submit", put("bend.py", ALL))
    process = commands.start("submit", put("slope.py", HALF))
    process.stdout.close()
    assert process.wait(30) == 141
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()


def test_it_leaves_when_it_was_idle_for_long(commands, put):
    commands.run("submit", put("bend.py", ALL), GRADER_RESIDENT_IDLE_S="0.4")
    until(lambda: not list((commands.state / "resident").glob("*.sock")))
    assert commands.resident() is None


def test_doctor_shows_it_and_ends_it(commands, put):
    commands.run("submit", put("bend.py", ALL))
    pid = commands.resident()["pid"]
    assert f"process {pid} for {commands.course.resolve()}; runs for" in commands.run("doctor")[1]
    assert commands.run("doctor", "--stop")[1] == f"Ended process {pid}, which kept the grader warm.\n"
    assert not Path(f"/proc/{pid}").exists() or "zombie" in Path(f"/proc/{pid}/status").read_text()
    assert commands.run("doctor", "--stop", "--lang", "pt")[1] == "Não há nenhum processo em espera.\n"


def test_one_that_is_stopped_is_not_waited_for_and_can_be_ended(commands, put):
    commands.run("submit", put("bend.py", ALL))
    pid = commands.resident()["pid"]
    os.kill(pid, signal.SIGSTOP)
    assert commands.run("submit", put("slope.py", HALF))[0] == 1
    assert commands.engines() == 2
    assert commands.json("doctor", "--stop")["stopped"] == [pid]
    assert commands.history()[-1] == ("slope", 1, "graded", 3.0)


def test_one_that_stops_midway_is_ended_and_its_submission_graded_once(commands, put):
    commands.environ["GRADER_TEST_SILENCE_S"] = "2.5"
    commands.run("submit", put("bend.py", ALL))
    pid = commands.resident()["pid"]
    process = commands.start("submit", put("slope.py", HALF + "# wait"), "--json")
    commands.wait_for("waiting")
    os.kill(pid, signal.SIGSTOP)
    (commands.state / "go").touch()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1, err
    assert json.loads(out)["attempt"] == 1
    assert commands.history()[-1] == ("slope", 1, "graded", 3.0)
    assert len(commands.history()) == 2


def test_where_it_is_switched_off_none_is_started(commands, put):
    assert commands.run("submit", put("bend.py", ALL), resident=False)[0] == 0
    assert commands.resident() is None
    assert not (commands.state / "resident").exists()


def test_a_folder_that_others_may_enter_is_not_used(commands, put):
    (commands.state / "resident").mkdir()
    (commands.state / "resident").chmod(0o755)
    assert commands.run("submit", put("bend.py", ALL))[0] == 0
    assert list((commands.state / "resident").iterdir()) == []


def test_another_floor_of_isolation_or_another_grader_has_another_name(tmp_path):
    assert token_of(str(tmp_path), None) == token_of(f"{tmp_path}/.", None)
    assert token_of(str(tmp_path), None) != token_of(str(tmp_path), "none")
    assert token_of(str(tmp_path), None) != token_of(str(tmp_path.parent), None)
