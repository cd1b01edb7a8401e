"""The class at a glance: students by exercises."""

from __future__ import annotations

from datetime import datetime

from fastapi import Request
from pydantic import BaseModel

from grader.host.classroom import class_grid
from grader.web.access import SeesClass
from grader.web.language import language_for
from grader.web.resource import resource

__all__ = ["router"]

router = resource("class", "/courses/{course}/class")


class GridColumn(BaseModel):
    """An exercise."""

    slug: str
    title: str
    points: float


class GridCell(BaseModel):
    """One student in one exercise."""

    slug: str
    state: str
    score: float | None
    submission: int | None
    attempts: int
    late_days: int
    extension: datetime | None
    disputes: int


class GridLine(BaseModel):
    """One student; cells in the order of the columns."""

    student: str
    name: str
    cells: list[GridCell]
    total: float


class Grid(BaseModel):
    """The class; lines by name."""

    columns: list[GridColumn]
    lines: list[GridLine]
    points: float


@router.get("")
def show_class(request: Request, seat: SeesClass) -> Grid:
    """Every student and exercise: state, score, attempts, lateness, what is asked."""
    grid = class_grid(seat.host, language_for(request))
    return Grid(
        columns=[GridColumn(slug=one.slug, title=one.title, points=one.points) for one in grid.columns],
        lines=[
            GridLine(
                student=line.student,
                name=line.name,
                total=line.total,
                cells=[
                    GridCell(
                        slug=cell.slug,
                        state=cell.state,
                        score=cell.score,
                        submission=cell.submission,
                        attempts=cell.attempts,
                        late_days=cell.late_days,
                        extension=cell.extension,
                        disputes=cell.disputes,
                    )
                    for cell in line.cells
                ],
            )
            for line in grid.lines
        ],
        points=grid.points,
    )
