"""Run the visible examples on the student's own machine: pytest in a process of its own, without isolation."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from grader.cli.example_plugin import RESULTS
from grader.report.sanitise import clean

if TYPE_CHECKING:
    from grader.submission.model import Submission

__all__ = ["OPTIONS", "Example", "Launch", "Run", "Running", "describe", "run_examples", "settings_for"]

OPTIONS = (
    *("-c", "pytest.ini", "--rootdir=.", "-q", "--tb=short", "--no-header", "-p", "no:cacheprovider"),
    *("-p", "grader.judge.fixtures", "-p", "grader.cli.example_plugin", "test_examples.py"),
)
"""What pytest is called with, in the folder of the run."""
_LOOK_S = 0.5
_SETTINGS = "[pytest]\naddopts =\nfilterwarnings = default\n"
# As `grader.box.notebook` has it, which no Windows can import.
_CELLS = '''"""The code cells of the notebook, in order; a cell that fails is named, and later cells still run."""
import builtins as _builtins
import linecache as _lines
import sys as _sys
import traceback as _traceback

def _input(prompt=""):
    raise EOFError("input() has nobody to ask here: give the value a name in the code instead")

_builtins.input, _builtins.display = _input, lambda *values, **options: None
for _number, _source in {cells!r}:
    _name = f"cell {{_number}}"
    _lines.cache[_name] = (len(_source), None, _source.splitlines(True), _name)
    try:
        exec(compile(_source, _name, "exec"), globals())
    except Exception:
        print(f"Cell {{_number}} failed:", file=_sys.stderr)
        _traceback.print_exc(limit=-1)
'''


@dataclass(frozen=True, slots=True)
class Example:
    """One visible example. `status` is passed, failed, error, skipped or not_run; `message` is pytest's account."""

    name: str
    title: str
    status: str
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """All examples, and how the process ended. `code` is None when the time was up."""

    examples: tuple[Example, ...]
    code: int | None
    output: str
    """What pytest and the student's code printed, from the end."""

    @property
    def passed(self) -> int:
        """How many pass."""
        return sum(example.status == "passed" for example in self.examples)

    @property
    def all_pass(self) -> bool:
        """Are there examples, and do all of them pass?"""
        return self.code == 0 and self.passed == len(self.examples) > 0

    @property
    def broke_off(self) -> bool:
        """Did pytest or the process end before it should have?"""
        return not self.examples or (self.code not in (0, 1) and self.passed < len(self.examples))


class Running(Protocol):
    """A process that runs the examples."""

    def wait(self, timeout_s: float) -> int | None:
        """Its exit code (below 0: a signal), None while it runs."""
        ...

    def end(self) -> None:
        """End it, with all that it started."""
        ...


Launch = Callable[[Path, Path, int], Running]
"""Starts pytest in a folder; results go to a file, and what is printed to a descriptor."""


def describe(slug: str, run: Run) -> dict[str, object]:
    """What --json says of a run."""
    documents = [
        {"name": e.name, "title": e.title, "status": e.status, "message": clean(e.message)} for e in run.examples
    ]
    return {"exercise": slug, "passed": run.passed, "total": len(run.examples), "examples": documents}


def run_examples(
    submission: Submission,
    examples: Path,
    *,
    limit_s: float,
    launch: Launch | None = None,
    still_wanted: Callable[[], bool] = lambda: True,
) -> Run:
    """Run `examples` beside a copy of the submission, so that what runs here is what would be handed in.

    Once `still_wanted` says no, the run is ended; its `code` is None then too.
    """
    with tempfile.TemporaryDirectory(prefix="grade-check-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        _lay_out(submission, examples, folder)
        results, output = folder / "results.jsonl", folder / "output.txt"
        results.touch()
        with output.open("wb") as sink:
            running = (launch or _start_process)(folder, results, sink.fileno())
            try:
                code = _wait(running, limit_s, still_wanted)
            finally:
                running.end()
        text = output.read_bytes()[-20_000:].decode("utf-8", "replace")
        return Run(_read(results), code, text)


def _lay_out(submission: Submission, examples: Path, folder: Path) -> None:
    for name, source in submission.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    if submission.cells:
        cells = [(cell.number, cell.source) for cell in submission.cells]
        (folder / f"{submission.slug}.py").write_text(_CELLS.format(cells=cells), encoding="utf-8")
    (folder / "test_examples.py").write_bytes(examples.read_bytes())
    (folder / "pytest.ini").write_text(_SETTINGS, encoding="utf-8")


def _wait(running: Running, limit_s: float, still_wanted: Callable[[], bool]) -> int | None:
    """The exit code; None when the limit passed or nobody wants it any more."""
    end = time.monotonic() + limit_s
    while still_wanted():
        left = end - time.monotonic()
        code = running.wait(max(0.0, min(left, _LOOK_S)))
        if code is not None or left <= 0:
            return code
    return None


def settings_for(results: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a run: the user's own, but for what would change what passes."""
    return {key: value for key, value in environ.items() if not key.startswith("PYTEST_")} | {
        RESULTS: str(results),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # another plugin of the student's must not change what passes
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "Agg",  # plt.show() opens no window
    }


def _start_process(folder: Path, results: Path, sink: int) -> Running:
    """Pytest in a new interpreter."""
    return _Process(
        subprocess.Popen(
            [sys.executable, "-m", "pytest", *OPTIONS],
            cwd=folder,
            env=settings_for(results, os.environ),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )
    )


class _Process:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def wait(self, timeout_s: float) -> int | None:
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        elif self._process.poll() is None:
            self._process.kill()
        self._process.wait()


def _read(results: Path) -> tuple[Example, ...]:
    found: dict[str, dict[str, str]] = {}
    for line in results.read_text("utf-8", "replace").splitlines():
        try:
            told = json.loads(line)
        except ValueError:  # the process was ended while it wrote
            continue
        found[told["name"]] = found.get(told["name"], {}) | told
    return tuple(Example(name, told.get("title", ""), told["status"], told["message"]) for name, told in found.items())
