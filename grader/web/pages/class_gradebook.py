"""The grade book: what counts for everyone in everything, each score a place to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request

from grader.exports.formats import FORMATS
from grader.host.gradebook import gradebook
from grader.web.access import Seat, SeesClass
from grader.web.class_frame import show
from grader.web.heat import show_cell
from grader.web.language import language_for
from grader.web.paths import case_path, class_path, student_path

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.responses import Response

    from grader.host.gradebook import Book, Cell, Line

__all__ = ["router"]

router = APIRouter()
_QUICK = tuple(name for name in FORMATS if name in ("csv", "canvas", "moodle"))
"""Formats offered right here; the others are a page further."""


@router.get("/c/{course}/class/gradebook")
def show_book(request: Request, seat: SeesClass) -> Response:
    """The page."""
    book = gradebook(seat.host, language=language_for(request))
    lines = sorted(book.lines, key=lambda line: (line.name.casefold(), line.student))
    adjusted = {row.id for row in seat.host.history() if row.adjusted}
    extended = {
        (one.student, one.exercise)
        for one in seat.host.store.classbook.extensions(seat.course.id)
        if one.until is not None
    }
    graded = [line.total for line in lines]
    return show(
        request,
        seat,
        "class_gradebook.html.j2",
        "gradebook",
        here=f"{class_path(seat)}/gradebook",
        columns=[
            {"title": one.title, "points": one.points, "link": f"{class_path(seat)}/e/{one.slug}"}
            for one in book.columns
        ],
        lines=[_line(request, seat, book, line, adjusted, extended) for line in lines],
        points=book.points,
        mean=sum(graded) / len(graded) if graded else 0.0,
        changed=sum(cell.submission in adjusted for line in lines for cell in line.cells),
        quick=_QUICK,
    )


def _line(
    request: Request,
    seat: Seat,
    book: Book,
    line: Line,
    adjusted: Collection[int],
    extended: Collection[tuple[str, str]],
) -> dict[str, Any]:
    def describe(slug: str, points: float, cell: Cell) -> dict[str, Any]:
        return {
            "shown": show_cell(language_for(request), cell, points),
            "state": cell.state,
            "link": case_path(seat, line.student, slug),
            "adjusted": cell.submission in adjusted,
            "extended": (line.student, slug) in extended,
        }

    return {
        "name": line.name,
        "student": line.student,
        "link": student_path(seat, line.student),
        "total": line.total,
        "cells": [
            describe(column.slug, column.points, cell) for column, cell in zip(book.columns, line.cells, strict=True)
        ],
    }
