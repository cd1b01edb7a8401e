"""What an instructor's nbgrader folder holds: assignments, their notebooks, and what each cell is for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from grader.course.jsonschema_import import load_jsonschema
from grader.errors import CourseError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SourceCell", "SourceNotebook", "find_notebooks", "read_source"]

Kind = Literal["prose", "plain", "solution", "tests", "written", "task"]

_SKIPPED = frozenset([".ipynb_checkpoints", "release", "submitted", "autograded", "feedback", "solution"])
_SCHEMA = 3


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell. `written` and `task` cells are graded by hand; `plain` is code that nobody grades."""

    number: int
    """Counted over all cells, from 1."""
    kind: Kind
    source: str
    code: bool
    grade_id: str = ""
    points: float = 0.0
    attachments: tuple[tuple[str, str], ...] = ()
    """Name and base64 of pictures that were dropped into the cell."""


@dataclass(frozen=True, slots=True)
class SourceNotebook:
    """One notebook of an assignment."""

    assignment: str
    name: str
    path: Path
    cells: tuple[SourceCell, ...]


def find_notebooks(root: Path) -> list[tuple[str, Path]]:
    """(assignment, path) of the notebooks below a course, an assignment's folder, or of one notebook, in order.

    Where `nbgrader generate_assignment --source_with_tests` wrote what `### AUTOTEST` stands for, that is taken.

    Raises:
        UsageError: there is none.
    """
    if root.is_file() and root.suffix == ".ipynb":
        return [(root.absolute().parent.name, root)]
    folders = [root]
    if (root / "source").is_dir():
        tested = root / "source_with_tests"
        sources = sorted(path for path in (root / "source").iterdir() if path.is_dir())
        folders = [tested / path.name if (tested / path.name).is_dir() else path for path in sources]
    elif not any(root.glob("*.ipynb")) and root.is_dir():
        folders = sorted(path for path in root.iterdir() if path.is_dir() and path.name not in _SKIPPED)
    found = [(folder.resolve().name, path) for folder in folders for path in sorted(folder.glob("*.ipynb"))]
    if not found:
        raise UsageError(f"There is no notebook in {root}.", "Name an nbgrader course, an assignment or a notebook.")
    return found


def read_source(assignment: str, path: Path) -> SourceNotebook:
    """The notebook with each cell's part in nbgrader.

    Raises:
        CourseError: it can't be read, or is no notebook, or none for Python.
    """
    load_jsonschema()  # nbformat would import it with all that makes it slow
    nbformat: Any = import_module("nbformat")
    try:
        notebook = nbformat.read(path, as_version=4)
    except OSError as error:
        raise CourseError(f"{path} can't be read: {error.strerror}.") from None
    except Exception as error:  # noqa: BLE001 - nbformat has no one kind of its own
        raise CourseError(f"{path.name} is no notebook: {error}.") from None
    try:
        language = _language(notebook.metadata)
        cells = tuple(_read_cell(number, _upgrade(cell)) for number, cell in enumerate(notebook.cells, 1))
    except (AttributeError, TypeError, ValueError) as error:  # nbformat lets anything through
        raise CourseError(f"{path.name} is no notebook: {error}.") from None
    if not language.lower().startswith(("python", "ipython")):
        raise CourseError(f"{path.name} is a notebook for {language}.", "Only Python can be graded here.")
    return SourceNotebook(assignment, path.stem, path, cells)


def _language(metadata: Any) -> str:
    kernel = metadata.get("kernelspec", {})
    return str(kernel.get("language") or metadata.get("language_info", {}).get("name") or "python")


def _upgrade(cell: Any) -> Any:
    """The cell with nbgrader's metadata as of schema 3."""
    marks = cell.metadata.get("nbgrader", {})
    if marks and marks.get("schema_version", 0) < _SCHEMA:
        cell = import_module("nbgrader.nbgraderformat").MetadataValidator().upgrade_cell_metadata(cell)
    return cell


def _read_cell(number: int, cell: Any) -> SourceCell:
    marks = cell.metadata.get("nbgrader", {})
    code = cell.cell_type == "code"
    attachments = [(name, next(iter(kinds.values()), "")) for name, kinds in cell.get("attachments", {}).items()]
    points = float(marks.get("points") or 0)
    if not 0 <= points < math.inf or not isinstance(cell.source, str):
        raise ValueError(f"cell {number} has no text or no number of points")
    return SourceCell(
        number=number,
        kind=_kind(marks, code=code),
        source=cell.source,
        code=code,
        grade_id=str(marks.get("grade_id", "")),
        points=points,
        attachments=tuple(attachments),
    )


def _kind(marks: Any, *, code: bool) -> Kind:
    if marks.get("task"):
        return "task"
    if marks.get("grade"):
        return "written" if marks.get("solution") or not code else "tests"
    if marks.get("solution"):
        return "solution" if code else "written"
    return "plain" if code else "prose"
