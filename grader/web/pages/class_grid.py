"""The class at a glance: students by exercises."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request

from grader.host.classroom import class_grid
from grader.web.access import Seat, SeesClass
from grader.web.class_frame import show
from grader.web.heat import level_of, show_cell
from grader.web.language import language_for
from grader.web.paths import case_path, class_path, student_path

if TYPE_CHECKING:
    from starlette.responses import Response

    from grader.host.classroom import Grid, GridLine

__all__ = ["router"]

router = APIRouter()
_BY_NAME, _BY_TOTAL = "name", "total"


@router.get("/c/{course}/class")
def show_class(
    request: Request,
    seat: SeesClass,
    sort: Annotated[str, Query(max_length=100)] = _BY_NAME,
    order: Annotated[str, Query(max_length=4)] = "asc",
    week: Annotated[str, Query(max_length=10)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Who stands where with what; sorted and filtered as the address says."""
    grid = class_grid(seat.host, language_for(request))
    weeks = sorted({one.week for one in seat.course.exercises if one.week is not None})
    chosen = int(week) if week.isdecimal() and int(week) in weeks else None
    places = [
        place
        for place, column in enumerate(grid.columns)
        if chosen is None or seat.course.exercise(column.slug).week == chosen
    ]
    lines = [line for line in grid.lines if q.casefold() in f"{line.name} {line.student}".casefold()]
    known = {_BY_NAME, _BY_TOTAL, *(grid.columns[place].slug for place in places)}
    sort, falling = (sort if sort in known else _BY_NAME), order == "desc"
    lines = _sorted(lines, grid, places, sort, falling=falling)
    kept = {"week": week, "q": q}

    def sorter(by: str) -> dict[str, str]:
        """The link that sorts by a column, and how it is sorted by it now."""
        first = "asc" if by == _BY_NAME else "desc"
        other = "desc" if first == "asc" else "asc"
        order = other if sort == by and falling == (first == "desc") else first
        query = urlencode({name: value for name, value in {**kept, "sort": by, "order": order}.items() if value})
        now = "none" if sort != by else "descending" if falling else "ascending"
        return {"link": f"?{query}", "now": now}

    return show(
        request,
        seat,
        "class_grid.html.j2",
        "grid",
        columns=[_column(seat, grid, lines, place) | {"sort": sorter(grid.columns[place].slug)} for place in places],
        lines=[_line(request, seat, grid, line, places) for line in lines],
        by_name=sorter(_BY_NAME),
        by_total=sorter(_BY_TOTAL),
        points=sum(grid.columns[place].points for place in places),
        everyone=len(grid.lines),
        begun=sum(any(cell.attempts for cell in line.cells) for line in grid.lines),
        mean=_mean([cell.share for line in lines for place in places if (cell := line.cells[place]).share is not None]),
        waiting=sum(cell.state == "waiting" for line in grid.lines for cell in line.cells),
        asked=sum(cell.disputes for line in grid.lines for cell in line.cells),
        weeks=weeks,
        week=chosen,
        q=q,
        sort=sort,
        order="desc" if falling else "asc",
    )


def _sorted(lines: list[GridLine], grid: Grid, places: list[int], sort: str, *, falling: bool) -> list[GridLine]:
    if sort == _BY_NAME:
        return lines[::-1] if falling else lines
    if sort == _BY_TOTAL:
        return sorted(lines, key=lambda line: _total(line, places), reverse=falling)
    place = next(place for place in places if grid.columns[place].slug == sort)
    # Who has no score stands below who has 0, whichever way it goes.
    empty = math.inf if not falling else -1.0
    return sorted(
        lines,
        key=lambda line: empty if line.cells[place].score is None else line.cells[place].score or 0.0,
        reverse=falling,
    )


def _total(line: GridLine, places: list[int]) -> float:
    return sum(line.cells[place].score or 0.0 for place in places)


def _column(seat: Seat, grid: Grid, lines: list[GridLine], place: int) -> dict[str, Any]:
    column = grid.columns[place]
    shares = [share for line in lines if (share := line.cells[place].share) is not None]
    mean = _mean(shares)
    return {
        "slug": column.slug,
        "title": column.title,
        "points": column.points,
        "link": f"{class_path(seat)}/e/{column.slug}",
        "mean": mean,
        "level": "none" if mean is None else level_of(mean / 100),
        "graded": len(shares),
    }


def _line(request: Request, seat: Seat, grid: Grid, line: GridLine, places: list[int]) -> dict[str, Any]:
    cells = []
    for place in places:
        cell, column = line.cells[place], grid.columns[place]
        link = case_path(seat, line.student, cell.slug)
        if cell.submission is not None:
            link = f"/c/{seat.course.id}/s/{cell.submission}"
        shown = show_cell(language_for(request), cell, column.points, extension=cell.extension, disputes=cell.disputes)
        cells.append({"shown": shown, "link": link})
    return {
        "student": line.student,
        "name": line.name,
        "link": student_path(seat, line.student),
        "total": _total(line, places),
        "cells": cells,
    }


def _mean(shares: list[float]) -> int | None:
    """In per cent."""
    return round(100 * sum(shares) / len(shares)) if shares else None
