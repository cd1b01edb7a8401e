"""nbgrader's own autograding without its kernel: outputs and scores come from results that are there already.

Imports nbgrader, which takes a second: import this late.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader
from nbgrader.converters.autograde import Autograde
from nbgrader.nbgraderformat import read
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    IgnorePattern,
    LimitOutput,
    SaveAutoGrades,
)
from nbgrader.preprocessors.base import NbGraderPreprocessor
from nbgrader.utils import NotebookNode
from traitlets import List

from grader.authoring.nbgrader.tests import without_hidden
from grader.errors import UsageError
from grader.exports.nbgrader.scores import Result, fence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["BoxAutograde", "alembic_at_hand", "is_readable", "last_fault", "open_app", "open_gradebook", "source_cells"]

_FAILED = "Tests failed"


@contextmanager
def alembic_at_hand() -> Iterator[None]:
    """Put this Python's `alembic` on the path: nbgrader runs it when it makes a grade book."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def open_app(root: Path) -> Any:
    """The application of nbgrader over the course in `root`, with its nbgrader_config.py; it keeps quiet.

    Raises:
        UsageError: the configuration can't be read.
    """
    NbGrader.clear_instance()
    app = NbGrader()
    app.log_level = logging.CRITICAL
    path = list(sys.path)
    try:
        app.initialize([], root=str(root))
    except Exception as error:
        raise UsageError(f"{root}/nbgrader_config.py can't be used: {error}.", "Does `nbgrader list` work?") from error
    finally:
        sys.path[:] = path
    app.log.setLevel(logging.ERROR)
    app.log.propagate = False
    app.log.handlers[:] = [_Faults()]
    return app


class _Faults(logging.Handler):
    """Keeps what nbgrader logs of an error: what it raises then says only that it logged one."""

    def __init__(self) -> None:
        super().__init__()
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the last line of a traceback."""
        text = record.getMessage()
        if "Traceback" in text:
            self.last = text.strip().splitlines()[-1]


def last_fault(app: Any) -> str:
    """What went wrong last, in a line; empty where nothing did. The next call knows nothing of it."""
    faults: _Faults = app.log.handlers[0]
    told, faults.last = faults.last, ""
    return told


def open_gradebook(coursedir: Any) -> Any:
    """The grade book of this course; close it, or use it in a `with`."""
    with alembic_at_hand():
        return Gradebook(coursedir.db_url, coursedir.course_id)


class _PutResults(NbGraderPreprocessor):  # type: ignore[misc]  # untyped
    """What our tests said, as the outputs of the test cells; a test cell that the student deleted comes back."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        names = resources["nbgrader"]
        result = _results(self).get(names["notebook"])
        with Gradebook(names["db_url"]) as gradebook:
            source = gradebook.find_notebook(names["notebook"], names["assignment"])
            solutions = {cell.name for cell in source.solution_cells}
            there = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells}
            cells = {cell.name: cell for cell in source.source_cells}
            for grade_cell in source.grade_cells:
                if grade_cell.name not in there and grade_cell.name not in solutions and grade_cell.name in cells:
                    nb.cells.append(_restored(nb, cells[grade_cell.name], grade_cell.max_score))
        for cell in nb.cells:
            if utils.is_grade(cell) and not utils.is_solution(cell) and cell.cell_type == "code":
                cell["source"] = without_hidden(cell.source)  # feedback would show students the hidden tests
                cell["outputs"] = _outputs(result, cell.metadata.nbgrader["grade_id"])
        return nb, resources


class _SaveResults(SaveAutoGrades):  # type: ignore[misc]
    """Scores of test cells from our results; everything that people grade is left to nbgrader."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        self.result = _results(self).get(resources["nbgrader"]["notebook"])
        self.comments = _comments(nb, self.result)
        return super().preprocess(nb, resources)

    def _add_score(self, cell: Any, resources: Any) -> None:
        if utils.is_solution(cell) or cell.cell_type != "code":
            super()._add_score(cell, resources)
            return
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(grade_id, self.notebook_id, self.assignment_id, self.student_id)
        found = None if self.result is None else self.result.cells.get(grade_id)
        before = grade.auto_score
        grade.auto_score = found.score if found is not None else None if grade.max_score or self._refused else 0.0
        changed = grade.manual_score is not None and grade.auto_score != before
        # What a person has settled stays settled, unless the tests say something new.
        grade.needs_manual_grade = changed or (grade.auto_score is None and grade.manual_score is None)
        self.gradebook.db.commit()

    @property
    def _refused(self) -> bool:
        return self.result is None or bool(self.result.refusal)

    def _add_comment(self, cell: Any, resources: Any) -> None:
        super()._add_comment(cell, resources)
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        text = self.comments.get(grade_id)
        if text:
            comment = self.gradebook.find_comment(grade_id, self.notebook_id, self.assignment_id, self.student_id)
            comment.auto_comment = "\n\n".join(filter(None, [comment.auto_comment, text]))
            self.gradebook.db.commit()


class BoxAutograde(Autograde):  # type: ignore[misc]
    """Autograding of one student's assignment, from a folder that is safe to read, with results by notebook."""

    autograde_preprocessors = List(
        [
            _PutResults,
            IgnorePattern,
            ClearMetadataPreprocessor,
            LimitOutput,
            _SaveResults,
            AssignLatePenalties,
            CheckCellMetadata,
        ]
    ).tag(config=False)

    def __init__(self, staged: Path, results: Mapping[str, Result], **settings: Any) -> None:
        super().__init__(**settings)
        self.staged = staged
        self.results = results
        self.force = True

    @property
    def _input_directory(self) -> str:
        return str(self.staged) if self._sanitizing else str(self.coursedir.autograded_directory)


def _results(preprocessor: Any) -> Mapping[str, Result]:
    """Of the converter that runs this preprocessor."""
    results: Mapping[str, Result] = preprocessor.parent.parent.results
    return results


def _outputs(result: Result | None, grade_id: str) -> list[Any]:
    """As a kernel would have left them: an error where points are lost, a value where some are."""
    if result is None or (not result.refusal and grade_id not in result.cells):
        return []
    if result.refusal:
        return [_error("Not graded", result.refusal.splitlines())]
    found = result.cells[grade_id]
    lines = list(found.lines)
    if found.score >= found.most:
        return [_stream(lines)] if lines else []
    if found.score <= 0:
        return [_error(_FAILED, lines)]
    value = {"output_type": "execute_result", "data": {"text/plain": repr(found.score)}}
    return [_stream(lines), _node(value | {"metadata": {}, "execution_count": None})]


def _stream(lines: list[str]) -> Any:
    return _node({"output_type": "stream", "name": "stdout", "text": "\n".join(lines) + "\n"})


def _error(name: str, lines: list[str]) -> Any:
    shown = {"ename": name, "evalue": lines[0] if lines else name, "traceback": lines or [name]}
    return _node({"output_type": "error"} | shown)


def _node(value: Any) -> Any:
    """The same as nbformat has it in memory."""
    return NotebookNode({key: _node(item) for key, item in value.items()}) if isinstance(value, dict) else value


def _restored(nb: Any, source: Any, points: float) -> Any:
    """A test cell as the course has it."""
    marks = {"grade": True, "solution": False, "locked": source.locked, "task": False, "schema_version": 3}
    marks |= {"grade_id": source.name, "points": points, "checksum": source.checksum, "cell_type": source.cell_type}
    cell = {"cell_type": "code", "metadata": {"nbgrader": marks}, "source": source.source}
    cell |= {"execution_count": None, "outputs": []}
    if (nb.nbformat, nb.nbformat_minor) >= (4, 5):
        cell["id"] = re.sub(r"[^A-Za-z0-9_-]", "-", f"restored-{source.name}")[:64]
    return _node(cell)


def _comments(nb: Any, result: Result | None) -> dict[str, str]:
    """Words by solution cell: what the tests below it say, up to the next one; all of a refusal at the first."""
    if result is None:
        return {}
    answers: dict[str, list[str]] = {}
    waiting: list[str] = []
    latest = ""
    for cell in nb.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "code" and utils.is_solution(cell):
            latest = grade_id
            answers.setdefault(latest, []).extend(waiting)
            waiting = []
        elif utils.is_grade(cell) and grade_id in result.cells:
            found = result.cells[grade_id]
            lines = [line for line in found.lines if found.score < found.most]
            (answers[latest] if latest else waiting).extend(lines)
    if result.refusal and answers:
        return {next(iter(answers)): fence(tuple(result.refusal.splitlines()))}
    return {name: fence(tuple(lines)) for name, lines in answers.items() if lines}


def is_readable(notebook: Path) -> bool:
    """Can nbgrader read it, metadata and all?"""
    try:
        with notebook.open(encoding="utf-8") as file:
            read(file, as_version=4)
    except Exception:  # noqa: BLE001 - whatever a student's file does to it
        return False
    return True


def source_cells(coursedir: Any, assignment: str, notebook: str) -> list[dict[str, Any]]:
    """The cells that nbgrader keeps of a notebook's source, with their metadata."""
    with open_gradebook(coursedir) as gradebook:
        source = gradebook.find_notebook(notebook, assignment)
        grades = {cell.name: cell.max_score for cell in source.grade_cells}
        tasks = {cell.name: cell.max_score for cell in source.task_cells}
        solutions = {cell.name for cell in source.solution_cells}
        return [
            {
                "cell_type": cell.cell_type,
                "source": cell.source,
                "marks": {
                    "grade": cell.name in grades,
                    "solution": cell.name in solutions,
                    "task": cell.name in tasks,
                    "locked": cell.locked,
                    "grade_id": cell.name,
                    "checksum": cell.checksum,
                    "cell_type": cell.cell_type,
                    "schema_version": 3,
                }
                | ({"points": (grades | tasks)[cell.name]} if cell.name in grades | tasks else {}),
            }
            for cell in source.source_cells
        ]
