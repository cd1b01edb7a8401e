"""The class at one look: students by exercises, with what counts in each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.host.gradebook import gradebook
from grader.host.lateness import current_extensions

if TYPE_CHECKING:
    from datetime import datetime

    from grader.host.gradebook import CellState, Column
    from grader.host.host import Host

__all__ = ["Grid", "GridCell", "GridLine", "class_grid"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One student in one exercise."""

    slug: str
    state: CellState
    score: float | None
    max_score: float
    submission: int | None
    """The one that counts, else the last."""
    attempts: int
    late_days: int
    extension: datetime | None
    disputes: int
    """Open ones."""

    @property
    def share(self) -> float | None:
        """Of the points, 0 to 1; None where there is no score."""
        return None if self.score is None else self.score / self.max_score


@dataclass(frozen=True, slots=True)
class GridLine:
    """One student; cells in the order of the columns."""

    student: str
    name: str
    cells: tuple[GridCell, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole class; lines by name."""

    columns: tuple[Column, ...]
    lines: tuple[GridLine, ...]
    points: float


def class_grid(host: Host, language: str = "en") -> Grid:
    """Everyone who is a student here or has handed something in, and where they stand now."""
    book, course = gradebook(host, language=language), host.course.id
    extensions = current_extensions(host.store.classbook.extensions(course))
    asked = Counter((one.student, one.exercise) for one in host.store.questions.disputes(course, state="open"))
    lines = [
        GridLine(
            student=line.student,
            name=line.name,
            cells=tuple(
                GridCell(
                    slug=column.slug,
                    state=cell.state,
                    score=cell.score,
                    max_score=column.points,
                    submission=cell.submission,
                    attempts=cell.attempts,
                    late_days=cell.late_days,
                    extension=extensions.get((line.student, column.slug)),
                    disputes=asked[line.student, column.slug],
                )
                for column, cell in zip(book.columns, line.cells, strict=True)
            ),
            total=line.total,
        )
        for line in book.lines
    ]
    lines.sort(key=lambda line: (line.name.casefold(), line.student))
    return Grid(book.columns, tuple(lines), book.points)
