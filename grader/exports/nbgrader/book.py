"""A grade book of nbgrader's own kind, through its API: an assignment an exercise, with one graded cell.

Imports nbgrader, which takes a second: import this late.
"""

from __future__ import annotations

import tempfile
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.api import Gradebook, MissingEntry

from grader.errors import UsageError, worded
from grader.exports.filled import Export
from grader.exports.nbgrader.converter import alembic_at_hand

if TYPE_CHECKING:
    from grader.host.gradebook import Book, Cell, Column

__all__ = ["write_nbgrader"]

_CELL = "grader"
"""The grade cell that holds the score of an exercise."""


def write_nbgrader(book: Book, into: bytes | None = None) -> Export:
    """A `gradebook.db` with every score, or the one in `into` with them added; what people graded there stays.

    Raises:
        UsageError: `into` is no grade book, or has an assignment of that name with cells of its own.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        if into is not None:
            path.write_bytes(into)
        try:
            with (
                alembic_at_hand(),
                warnings.catch_warnings(action="ignore"),  # of nbgrader's own way with its database
                closing(Gradebook(f"sqlite:///{path}", book.course)) as gradebook,
            ):
                _fill(gradebook, book)
        except UsageError:
            raise
        except Exception as error:
            if into is None:
                raise
            raise UsageError(
                worded("That is no grade book of nbgrader: {reason}.", reason=type(error).__name__)
            ) from error
        return Export({"gradebook.db": path.read_bytes()})


def _fill(gradebook: Any, book: Book) -> None:
    for column in book.columns:
        _make_assignment(gradebook, column)
    for line in book.lines:
        person = line.person
        first, _, last = person.name.rpartition(" ") if person else ("", "", "")
        gradebook.update_or_create_student(
            line.student, first_name=first, last_name=last, email=person.email if person else ""
        )
        for column, cell in zip(book.columns, line.cells, strict=True):
            if cell.state != "missing":
                _put(gradebook, column, line.student, cell)


def _make_assignment(gradebook: Any, column: Column) -> None:
    slug = column.slug
    gradebook.update_or_create_assignment(slug)
    gradebook.update_or_create_notebook(slug, slug)
    others = [cell.name for cell in gradebook.find_notebook(slug, slug).grade_cells if cell.name != _CELL]
    if others:
        raise UsageError(
            worded("The assignment {slug} in that grade book has test cells of its own.", slug=slug),
            worded("`grade batch DIR --nbgrader` fills those."),
        )
    gradebook.update_or_create_grade_cell(_CELL, slug, slug, max_score=column.points, cell_type="code")


def _put(gradebook: Any, column: Column, student: str, cell: Cell) -> None:
    slug = column.slug
    gradebook.update_or_create_submission(slug, student)
    try:
        grade = gradebook.find_grade(_CELL, slug, slug, student)
    except MissingEntry as error:
        raise UsageError(worded("The grade book knows {slug} with other cells.", slug=slug)) from error
    grade.auto_score = cell.score
    grade.needs_manual_grade = cell.score is None and grade.manual_score is None
    gradebook.db.commit()
