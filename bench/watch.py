"""`grade watch`: from a save to the verdict of the examples, against a cold pytest of them: `python -m bench.watch`.

The file is saved in turns with a right and a wrong answer, as an editor does it; the clock stops when the terminal
shows how many examples pass.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.desk import Desk
from bench.tables import Spread, ratio, render
from bench.tools import VENV, clean_environment
from bench.wrap import SLUG, submission_of

_RIGHT, _WRONG = "ada", "hana"
_PASSING = {_RIGHT: 4, _WRONG: 2}
_PATIENCE_S = 60.0
_TYPING_S = 0.7
"""Between two saves; nobody saves faster, and a watcher may wait for a file to settle."""


class Terminal:
    """A command in a terminal of its own, and what it shows."""

    def __init__(self, argv: Sequence[str], folder: Path, env: dict[str, str]) -> None:
        self._screen, inner = pty.openpty()
        env = {**env, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "50"}
        self._process = subprocess.Popen(argv, cwd=folder, env=env, stdin=inner, stdout=inner, stderr=inner)
        os.close(inner)

    def wait_for(self, pattern: str) -> float:
        """The time on `perf_counter` at which the pattern was shown, in what comes from now on."""
        shown, deadline = "", time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            if select.select([self._screen], [], [], 0.1)[0]:
                try:
                    shown += os.read(self._screen, 65536).decode(errors="replace")
                except OSError:
                    break
                at = time.perf_counter()
                if re.search(pattern, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)):
                    return at
        raise RuntimeError(f"The terminal never showed {pattern!r}, but:\n{shown[-2000:]}")

    def skip(self) -> None:
        """Forget what was shown so far."""
        while select.select([self._screen], [], [], 0)[0]:
            os.read(self._screen, 65536)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        os.close(self._screen)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=8, help="how many pairs of saves")
    rounds = parser.parse_args(argv).rounds
    if not VENV.exists():
        print("pytest's own venv is not there. Run: make bench", file=sys.stderr)
        return 2
    with Desk() as desk:
        watched, cold = measure(desk, rounds)
    rows = [
        (
            "`grade watch`, from save to verdict",
            Spread.of(watched).show(1000),
            ratio(Spread.of(cold).median, Spread.of(watched).median),
        ),
        ("cold `python -m pytest` of the examples", Spread.of(cold).show(1000), "1"),
    ]
    print(render(("the examples", "wall, ms", "cold pytest / this"), rows))
    return 0


def measure(desk: Desk, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds from save to verdict, and of cold pytests of the same examples and files, which took turns."""
    folder = desk.course / "mine"
    folder.mkdir()
    shutil.copy(desk.course / "solutions" / SLUG / "test_examples.py", folder)
    file = folder / f"{SLUG}.py"
    _save(file, _RIGHT)
    watched, cold = [], []
    pytest = [str(VENV / "bin" / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_examples.py"]
    terminal = Terminal([desk.grade, "watch", str(file)], desk.course, desk.env)
    try:
        terminal.wait_for(_verdict(_RIGHT))
        for turn in range(rounds + 1):
            for student in (_WRONG, _RIGHT):
                time.sleep(_TYPING_S)
                terminal.skip()
                began = time.perf_counter()
                _save(file, student)
                took = terminal.wait_for(_verdict(student)) - began
                began = time.perf_counter()
                done = subprocess.run(
                    pytest, cwd=folder, env=clean_environment(folder), capture_output=True, check=False
                )
                if f"{_PASSING[student]} passed".encode() not in done.stdout:
                    raise RuntimeError(f"pytest says of {student}'s: {done.stdout.decode()[-1000:]}")
                if turn:  # the first pair warms caches
                    watched.append(took)
                    cold.append(time.perf_counter() - began)
    finally:
        terminal.close()
    return watched, cold


def _save(file: Path, student: str) -> None:
    """As most editors do it: a new file takes the old one's place."""
    fresh = file.with_suffix(".tmp")
    shutil.copyfile(submission_of(student), fresh)
    fresh.replace(file)


def _verdict(student: str) -> str:
    return rf"\b{_PASSING[student]} of 4\b"


if __name__ == "__main__":
    sys.exit(main())
