"""The grade book, in the formats that LMSes read."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request
from starlette.responses import Response

from grader.exports.formats import export
from grader.host.gradebook import gradebook
from grader.web.access import Seat, need
from grader.web.download import download
from grader.web.language import language_for
from grader.web.resource import resource

__all__ = ["router"]

router = resource("class", "/courses/{course}/gradebook")

Format = Literal["csv", "json", "canvas", "moodle", "moodle-xml", "gradescope", "github", "nbgrader"]
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "zip": "application/zip",
    "db": "application/octet-stream",
}
"""By what a file's name ends in."""


@router.get(
    "",
    response_class=Response,
    responses={200: {"content": {kind.partition(";")[0]: {} for kind in _KINDS.values()}}},
)
def show_gradebook(
    request: Request,
    seat: Annotated[Seat, Depends(need("export"))],
    format: Annotated[Format, Query(description="As `grade gradebook export --format`.")] = "json",  # noqa: A002
) -> Response:
    """The grade book as a file; what is several files comes as a zip."""
    book = gradebook(seat.host, language=language_for(request))
    name, data = export(seat.host, book, format).as_one(format, seat.course.id)
    return download(data, name, _KINDS[name.rpartition(".")[2]])
