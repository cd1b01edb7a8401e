"""Grades for other systems: every format, and the file that an LMS exported, filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, UploadFile

from grader.errors import UserError
from grader.exports.formats import FORMATS, Upload, export
from grader.host.gradebook import gradebook
from grader.report.messages import translate
from grader.web.access import Seat, need
from grader.web.class_frame import show
from grader.web.download import download
from grader.web.language import language_for
from grader.web.paths import class_path
from grader.web.problem import Problem
from grader.web.site import site_of
from grader.web.words import say_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter()
_FILLED = ("canvas", "moodle", "nbgrader")
"""Formats that fill a file."""

Exports = Annotated[Seat, Depends(need("export"))]


@router.get("/c/{course}/class/exports")
def show_exports(request: Request, seat: Exports) -> Response:
    """The page."""
    return _page(request, seat)


@router.post("/c/{course}/class/exports")
def fill_file(
    request: Request, seat: Exports, name: Annotated[str, Form(alias="format", max_length=20)], file: UploadFile
) -> Response:
    """Fill what the LMS exported: the page says what has no place in it, and has the filled file."""
    language = language_for(request)
    try:
        book = gradebook(seat.host, language=language)
        made = export(seat.host, book, name, into=Upload(file.filename or "grades.csv", file.file.read()))
    except UserError as error:
        return _page(request, seat, refused=say_error(language, error), chosen=name)
    key = site_of(request).shelf.put(*made.as_one(name, seat.course.id), owner=seat.viewer.user_id)
    link = f"{class_path(seat)}/exports/{key}"
    return _page(request, seat, chosen=name, remarks=[translate(language, one) for one in made.remarks], filled=link)


@router.get("/c/{course}/class/exports/{key}")
def fetch(request: Request, seat: Exports, key: Annotated[str, Path(max_length=64)]) -> Response:
    """A filled file, for whom it was made."""
    kept = site_of(request).shelf.find(key, owner=seat.viewer.user_id)
    if kept is None:
        raise Problem(404, "not_found")
    return download(kept.data, kept.name)


def _page(
    request: Request,
    seat: Seat,
    *,
    refused: str = "",
    chosen: str = "canvas",
    remarks: Sequence[str] = (),
    filled: str = "",
) -> Response:
    return show(
        request,
        seat,
        "class_exports.html.j2",
        "exports",
        formats=list(FORMATS),
        fills=_FILLED,
        refused=refused,
        chosen=chosen,
        remarks=remarks,
        filled=filled,
    )
