"""The cells of a live notebook: what was run in it, where its file lies, and whether that file is as new."""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.submission.magics import strip_magics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["SessionCells", "find_file", "is_saved", "read_hosted", "to_notebook"]


class SessionCells:
    """Every cell that was run, in its last version, in the order in which they were last run.

    Cells are told apart by the id that the front end gives them; without one each run is a cell of its own.
    """

    def __init__(self, shell: Any) -> None:
        self._cells: dict[object, str] = {}
        self.current = ""
        """The cell that runs now, as it was typed."""
        for number, source in enumerate(shell.history_manager.input_hist_raw):
            self._cells["before", number] = source

    def record(self, info: Any) -> None:
        """IPython's `pre_run_cell`."""
        if not info.store_history or info.silent:
            return
        self.current = info.raw_cell
        key = info.cell_id or ("run", len(self._cells))
        self._cells.pop(key, None)
        self._cells[key] = info.raw_cell

    @property
    def sources(self) -> list[str]:
        """The cells' text."""
        return [source for source in self._cells.values() if source.strip()]


def to_notebook(sources: Iterable[str]) -> str:
    """A notebook of code cells."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "source": source}
        | {"execution_count": None, "outputs": []}
        for number, source in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def read_hosted() -> str | None:
    """The notebook as Google Colab has it now, which has no file on the machine; None elsewhere.

    Raises:
        OSError: Colab does not answer.
    """
    try:
        from google.colab import _message  # type: ignore[import-not-found]
    except ImportError:
        return None
    answer = _message.blocking_request("get_ipynb", timeout_sec=20)
    if not answer or "ipynb" not in answer:
        raise OSError("Colab did not give the notebook")
    return json.dumps(answer["ipynb"])


def find_file(names: dict[str, Any], cells: SessionCells) -> Path | None:
    """The notebook's file: as VS Code or Jupyter's server names it, else the one here that holds the current cell."""
    for told in (names.get("__vsc_ipynb_file__"), os.environ.get("JPY_SESSION_NAME")):
        if isinstance(told, str) and told.endswith(".ipynb") and Path(told).is_file():
            return Path(told)
    found = [path for path in sorted(Path.cwd().glob("*.ipynb")) if _holds(path, cells.current)]
    return found[0] if len(found) == 1 else None


def is_saved(path: Path, cells: SessionCells) -> bool:
    """Does the file hold the current cell, and each function and class as it was last run?"""
    saved = _read(path)
    if cells.current.strip() not in [source.strip() for source in saved]:
        return False
    live, kept = dict(_definitions(cells.sources)), dict(_definitions(saved))
    return all(kept[name] == text for name, text in live.items() if name in kept)


def _holds(path: Path, source: str) -> bool:
    return bool(source.strip()) and source.strip() in [one.strip() for one in _read(path)]


def _read(path: Path) -> list[str]:
    """The code cells' text; none where it is no notebook."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def _definitions(sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(name, what it is) of the functions and classes that cells define, the last one last."""
    for source in sources:
        try:
            body = ast.parse(strip_magics(source)[0]).body
        except (SyntaxError, ValueError, RecursionError):
            continue
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield node.name, ast.dump(node)
