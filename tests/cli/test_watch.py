"""`grade watch` in a terminal of its own, over the small course; and its warm runs against cold ones."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from grader.cli.examples import run_examples
from grader.cli.saves import Saves
from grader.cli.warm_examples import WarmExamples
from grader.errors import ZygoteError
from grader.submission import read_submission
from tests.cli.test_submit import local
from tests.host.small_course import EXAMPLES, write_course, write_dates

FAKE = Path(__file__).with_name("fake_grade.py")
RIGHT = "def weight_slope(p, t, n):\n    return 2 * (p - t) * n\n"
WRONG = "def weight_slope(p, t, n):\n    return (p - t) * n\n"
ENDLESS = "def weight_slope(p, t, n):\n    while True:\n        pass\n"


class Watching:
    """`grade watch` on a terminal: what stands there, and keys for it."""

    def __init__(self, file, *options, **environ):
        self.file = file
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(file.parent)
            variables = {**os.environ, "TERM": "xterm", "COLUMNS": "60", **environ}
            os.execve(sys.executable, [sys.executable, str(FAKE), "watch", file.name, *options], variables)
        self.before = termios.tcgetattr(self.terminal)
        self.seen = ""

    def until(self, text, limit_s=40):
        """What stands on the screen once `text` does."""
        end = time.monotonic() + limit_s
        while text not in self.screen():
            assert time.monotonic() < end, self.seen
            if select.select([self.terminal], [], [], 0.1)[0]:
                self.seen += os.read(self.terminal, 65536).decode()
        return self.screen()

    def screen(self):
        return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", self.seen.rpartition("\x1b[2J")[2]).replace("\r", "")

    def save(self, source):
        self.seen = ""
        self.file.write_text(source)

    def press(self, key):
        os.write(self.terminal, key.encode())

    def end(self):
        """The exit code; the terminal is as it was."""
        ended = 0, 0
        limit = time.monotonic() + 40
        while not ended[0]:
            assert time.monotonic() < limit, self.seen
            ended = os.waitpid(self.pid, os.WNOHANG)
            time.sleep(0.01)
        code = os.waitstatus_to_exitcode(ended[1])
        self.pid = 0
        assert termios.tcgetattr(self.terminal) == self.before
        return code


@pytest.fixture
def watch(course_folder, tmp_path):
    write_dates(course_folder, local(days=2), local(days=-2))
    started = []

    def start(source, *options, course=course_folder, **environ):
        file = tmp_path / "mine" / "slope.py"
        file.parent.mkdir()
        file.write_text(source)
        started.append(Watching(file, "--course", str(course), *options, **environ))
        return started[-1]

    yield start
    for one in started:
        if one.pid:
            os.kill(one.pid, signal.SIGKILL)
            os.waitpid(one.pid, 0)
        os.close(one.terminal)


def test_each_save_is_checked_and_the_verdict_stands(watch):
    watching = watch(WRONG)
    screen = watching.until("q: quit")
    assert "1 of 2 examples passes. These are not the grade." in screen
    assert "✗ The slide's own numbers.  failed" in screen
    assert "assert -12 == -24" in screen
    for source, said in ((RIGHT, "2 of 2 examples pass."), (WRONG, "1 of 2 examples passes."), (RIGHT, "2 of 2")):
        watching.save(source)
        assert watching.until("q: quit").count("examples pass") == 1
        assert said in watching.screen()
    watching.press("q")
    assert watching.end() == 0


def test_a_syntax_error_is_one_line(watch):
    watching = watch(WRONG, "--lang", "pt")
    watching.until("q: sair")
    watching.save("def weight_slope(p, t, n:\n")
    lines = [line.strip() for line in watching.until("q: sair").strip().splitlines()]
    assert lines[0].startswith("Acompanhamento de slope.py; verificado às ")
    assert lines[2].startswith("slope.py: linha 1: ")
    assert len(lines) == 4
    assert max(map(len, lines)) <= 58
    watching.press("q")
    assert watching.end() == 1


def test_s_hands_in_and_the_next_save_is_checked_again(watch):
    watching = watch(RIGHT + "# sign factor rate late secret\n")
    assert "(attempt" not in watching.until("q: quit")
    watching.press("s")
    screen = watching.until("Save slope.py to check it again")
    assert "6 of 6" in screen
    watching.save(WRONG)
    assert "s: submit to the hidden tests (attempt 2 of 5)" in watching.until("q: quit").replace("\n  ", " ")
    watching.press("q")
    assert watching.end() == 1


def test_s_without_hidden_tests_says_where_to_go(watch, tmp_path):
    watching = watch(RIGHT, course=write_course(tmp_path / "student", suites=False))
    watching.until("q: quit")
    watching.press("s")
    watching.until("you are not signed in. Run: grade login")
    watching.until("Save slope.py")
    watching.press("q")
    assert watching.end() == 0


def test_an_endless_loop_ends_with_the_next_save(watch):
    watching = watch(RIGHT)
    watching.until("2 of 2")
    watching.save(ENDLESS)
    time.sleep(0.5)
    watching.save(RIGHT)
    watching.until("2 of 2")
    watching.save(ENDLESS)
    time.sleep(0.5)
    watching.press("q")
    assert watching.end() == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_however_it_is_ended_the_terminal_is_put_right(watch, number):
    watching = watch(RIGHT)
    watching.until("2 of 2")
    os.kill(watching.pid, number)
    assert watching.end() == 0


def test_without_a_terminal_verdicts_follow_one_another_and_json_is_one_document(tmp_path, course_folder):
    file = tmp_path / "slope.py"
    file.write_text(WRONG)
    arguments = [sys.executable, str(FAKE), "watch", str(file), "--course", str(course_folder), "--json"]
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    told = b""
    for source, said in ((None, b"1 of 2"), (RIGHT, b"2 of 2")):
        if source:
            file.write_text(source)
        while said not in told:
            told += os.read(process.stderr.fileno(), 4096)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert b"\x1b" not in told
    assert b"Ctrl-C" in told
    assert process.returncode == 0
    assert (json.loads(out)["passed"], json.loads(out)["total"]) == (2, 2)


@pytest.mark.parametrize(
    "source",
    [
        RIGHT,
        WRONG,
        "import os, sys\nprint('out')\nprint('err', file=sys.stderr)\ndef weight_slope(p, t, n):\n    os._exit(3)\n",
        "1 / 0\n",
        "import nowhere\ndef weight_slope(p, t, n): pass\n",
        "import numpy as np\ndef weight_slope(p, t, n):\n    return np.float64(2 * (p - t) * n)\n",
        "import os\ndef weight_slope(p, t, n):\n    print(sorted(os.environ) and os.environ['HOME'], __name__)\n    return 0\n",
        "import sys\ndef weight_slope(p, t, n):\n    sys.exit(4)\n",
    ],
)
def test_a_warm_run_says_what_a_cold_one_says(tmp_path, source):
    (tmp_path / "slope.py").write_text(source)
    (tmp_path / "test_examples.py").write_text(EXAMPLES.format(slug="slope"))
    submission = read_submission(tmp_path / "slope.py", slug="slope")
    cold = run_examples(submission, tmp_path / "test_examples.py", limit_s=60)
    with WarmExamples() as examples:

        def run():
            return examples.run(
                submission, tmp_path / "test_examples.py", [source], limit_s=60, still_wanted=lambda: True
            )

        assert plain(run()) == plain(cold)
        examples._starting.join()
        assert examples._zygote is not None
        for _ in range(2):
            assert plain(run()) == plain(cold)


def plain(run):
    """Without the temporary folder's name and times."""
    return run.code, *(re.sub(r"grade-check-\w+|\d+\.\d+s", "", text) for text in (repr(run.examples), run.output))


def test_where_nothing_can_be_kept_warm_each_run_is_cold(tmp_path, monkeypatch):
    import grader.zygote

    def fail(*_, **__):
        raise ZygoteError("no")

    monkeypatch.setattr(grader.zygote.Zygote, "start", fail)
    (tmp_path / "slope.py").write_text(RIGHT)
    (tmp_path / "test_examples.py").write_text(EXAMPLES.format(slug="slope"))
    submission = read_submission(tmp_path / "slope.py", slug="slope")
    with WarmExamples() as examples:
        for _ in range(2):
            run = examples.run(submission, tmp_path / "test_examples.py", [], limit_s=60, still_wanted=lambda: True)
            assert run.all_pass
            examples._starting.join()


def until(true):
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_save_is_told_once_also_when_an_editor_moves_files(tmp_path):
    file = tmp_path / "slope.py"
    file.write_text("1")
    saves = Saves([file])
    assert not saves.happened()
    file.write_text("22")
    assert saves.changing()
    until(saves.happened)
    assert not saves.happened()
    file.rename(tmp_path / "slope.py~")
    for _ in range(10):
        assert not saves.happened()
        time.sleep(0.01)
    (tmp_path / "new").write_text("333")
    (tmp_path / "new").rename(file)
    until(saves.happened)
    assert not saves.changing()


def test_in_a_folder_python_files_and_notebooks_are_looked_at(tmp_path):
    (tmp_path / "a").mkdir()
    saves = Saves([tmp_path])
    (tmp_path / "a/notes.txt").write_text("x")
    assert not saves.changing()
    (tmp_path / "a/b.py").write_text("x")
    until(saves.happened)
