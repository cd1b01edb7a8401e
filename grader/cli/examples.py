"""Run the visible examples on the student's own machine: pytest in a process of its own, without isolation."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.example_plugin import RESULTS

if TYPE_CHECKING:
    from grader.submission.model import Submission

__all__ = ["Example", "Run", "run_examples"]

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


def run_examples(submission: Submission, examples: Path, *, limit_s: float) -> Run:
    """Run `examples` beside a copy of the submission, so that what runs here is what would be handed in."""
    with tempfile.TemporaryDirectory(prefix="grade-check-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        _lay_out(submission, examples, folder)
        results, output = folder / "results.jsonl", folder / "output.txt"
        results.touch()
        with output.open("wb") as sink:
            code = _run(folder, results, sink.fileno(), limit_s)
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


def _run(folder: Path, results: Path, sink: int, limit_s: float) -> int | None:
    """The exit code; None when the limit passed and the process was ended with all that it started."""
    command = [sys.executable, "-m", "pytest", "-c", "pytest.ini", "--rootdir=.", "-q", "--tb=short", "--no-header"]
    command += ["-p", "no:cacheprovider", "-p", "grader.judge.fixtures", "-p", "grader.cli.example_plugin"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment |= {
        RESULTS: str(results),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # another plugin of the student's must not change what passes
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "Agg",  # plt.show() opens no window
    }
    process = subprocess.Popen(
        [*command, "test_examples.py"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=sink,
        start_new_session=True,
    )
    try:
        return process.wait(limit_s)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _read(results: Path) -> tuple[Example, ...]:
    found: dict[str, dict[str, str]] = {}
    for line in results.read_text("utf-8", "replace").splitlines():
        try:
            told = json.loads(line)
        except ValueError:  # the process was ended while it wrote
            continue
        found[told["name"]] = found.get(told["name"], {}) | told
    return tuple(Example(name, told.get("title", ""), told["status"], told["message"]) for name, told in found.items())
