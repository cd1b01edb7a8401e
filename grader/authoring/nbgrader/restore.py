"""A notebook that `grade release --nbgrader` wrote, back into the exercise that it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.nbgrader.convert import Imported, Remark
from grader.authoring.nbgrader.readme import Pictures, find_title
from grader.authoring.nbgrader.running import HIDDEN_TESTS
from grader.authoring.nbgrader.write_out import SUITE_CELL, TASK_CELL

if TYPE_CHECKING:
    from pathlib import Path

    from grader.authoring.nbgrader.source import SourceNotebook

__all__ = ["restore"]


def restore(notebook: SourceNotebook) -> Imported | None:
    """The exercise with its suite from `hidden_tests/`; None where the notebook was not released from here."""
    folder = _suite_of(notebook)
    if folder is None:
        return None
    lost: list[str] = []
    pictures = Pictures(notebook.path.parent, lost)
    task = next((cell.source for cell in notebook.cells if cell.grade_id == TASK_CELL), "")
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    files["README.md"] = (pictures.place(task) + "\n").encode()
    points = round(sum(cell.points for cell in notebook.cells if cell.kind == "tests"), 4)
    origin = f"{notebook.assignment}/{notebook.name}.ipynb"
    remarks = [Remark(origin, 0, "", text) for text in lost]
    remarks.append(Remark(origin, 0, "", "was released from here: reference and suite are those of hidden_tests/"))
    title = find_title(notebook)
    return Imported(notebook.name, title, points, files | pictures.files, (), tuple(remarks))


def _suite_of(notebook: SourceNotebook) -> Path | None:
    if all(cell.grade_id != SUITE_CELL for cell in notebook.cells):
        return None
    places = [parent / HIDDEN_TESTS / notebook.name for parent in notebook.path.resolve().parents]
    return next((place for place in places if (place / f"test_{notebook.name}.py").is_file()), None)
