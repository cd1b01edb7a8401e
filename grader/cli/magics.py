"""`%load_ext grader`: `%%check SLUG` and `%submit SLUG` in a notebook."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.session_cells import SessionCells, find_file, is_saved, read_hosted, to_notebook
from grader.errors import GraderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["load", "unload"]

_GRADE = "import sys; from grader.cli import main; sys.exit(main())"
_KEY = "_grader_cells"


def load(shell: Any) -> None:
    """Register both magics, and remember from now on what is run."""
    unload(shell)
    cells = SessionCells(shell)
    setattr(shell, _KEY, cells)
    shell.events.register("pre_run_cell", cells.record)

    def check(line: str, cell: str) -> None:
        """Run the cell, then the visible examples of an exercise on all that was run: `%%check slope`."""
        _tell(lambda: _check(shell, cells, shlex.split(line), cell))

    def submit(line: str) -> None:
        """Hand in this notebook: `%submit slope`, or `%submit slope FILE`; options are those of `grade submit`."""
        _tell(lambda: _submit(shell, cells, shlex.split(line)))

    shell.register_magic_function(check, magic_kind="cell", magic_name="check")
    shell.register_magic_function(submit, magic_kind="line", magic_name="submit")


def unload(shell: Any) -> None:
    """Forget the cells. The magics go with the shell, as IPython has it."""
    cells = getattr(shell, _KEY, None)
    if cells is not None:
        shell.events.unregister("pre_run_cell", cells.record)
        delattr(shell, _KEY)


def _tell(work: Any) -> None:
    """Errors in a line, as on the command line."""
    from grader.cli.options import Settings

    try:
        work()
    except GraderError as error:
        print(error.say(Settings().language) if hasattr(error, "say") else error)  # noqa: T201 - a cell's output


def _check(shell: Any, cells: SessionCells, words: Sequence[str], cell: str) -> None:
    from grader.cli.check import show_run
    from grader.cli.examples import run_examples
    from grader.cli.options import Settings
    from grader.cli.target import Target

    slug = _slug(shell, cells, words, "%%check")
    settings = Settings(exercise=slug, lang=_read_language(words[1:]))
    done = shell.run_cell(cell, store_history=False)
    if not done.success:
        return  # IPython has shown the error
    with tempfile.TemporaryDirectory(prefix="grade-cell-", ignore_cleanup_errors=True) as made:
        file = Path(made) / f"{slug}.ipynb"
        file.write_text(to_notebook(cells.sources), encoding="utf-8")
        known = find_file(shell.user_ns, cells)
        for folder in (Path.cwd(), *([known.parent] if known is not None else [])):
            if (folder / "test_examples.py").is_file() and _is_of(folder, slug):
                shutil.copy(folder / "test_examples.py", made)
                break
        target = Target.find(settings, file)
        run = run_examples(target.read(), target.examples, limit_s=target.limit_s)
    show_run(settings, target, run, file=known.name if known is not None else f"{slug}.ipynb")


def _read_language(words: Sequence[str]) -> str | None:
    """The one option of `%%check`: --lang en, --lang pt."""
    if not words:
        return None
    option, _, language = " ".join(words).replace("=", " ").partition(" ")
    if option != "--lang" or language not in ("en", "pt"):
        raise UsageError(f"%%check does not know {' '.join(words)}.", "Its one option is --lang en or --lang pt.")
    return language


def _is_of(folder: Path, slug: str) -> bool:
    """Are the examples in this folder those of the exercise?"""
    text = (folder / "test_examples.py").read_text("utf-8", "replace")
    return re.search(rf"^\s*(?:from|import)\s+{re.escape(slug)}\b", text, re.MULTILINE) is not None


def _submit(shell: Any, cells: SessionCells, words: Sequence[str]) -> None:
    slug = _slug(shell, cells, words, "%submit")
    rest = list(words[1:])
    if rest and not rest[0].startswith("-"):
        _grade(["submit", rest[0], "--exercise", slug, *rest[1:]])
        return
    hosted = read_hosted()
    file = None if hosted is not None else find_file(shell.user_ns, cells)
    if file is not None:
        if not is_saved(file, cells):
            raise UsageError(f"{file.name} is older than what you ran.", "Save the notebook, then run this cell again.")
        _grade(["submit", str(file), "--exercise", slug, *rest])
        return
    if hosted is None:
        print("The file of this notebook is unknown, so the cells that you ran are handed in.")  # noqa: T201
    with tempfile.TemporaryDirectory(prefix="grade-cell-", ignore_cleanup_errors=True) as made:
        path = Path(made) / f"{slug}.ipynb"
        path.write_text(hosted or to_notebook(cells.sources), encoding="utf-8")
        _grade(["submit", str(path), "--exercise", slug, *rest])


def _slug(shell: Any, cells: SessionCells, words: Sequence[str], magic: str) -> str:
    if words:
        return words[0]
    file = find_file(shell.user_ns, cells)
    if file is not None and file.stem.isidentifier():
        return file.stem
    raise UsageError(f"Which exercise? Write its name: {magic} slope")


def _grade(arguments: Sequence[str]) -> None:
    """`grade` in a process of its own, its words shown as they come."""
    command = [sys.executable, "-c", _GRADE, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)  # noqa: T201
