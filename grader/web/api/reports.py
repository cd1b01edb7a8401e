"""Reports, as whoever asks may see them: JSON that is signed, or a page."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from grader.host.signing import sign_report
from grader.host.view import as_student
from grader.report import Report, from_json, render_html, to_json
from grader.web.access import Case, OfSubmission
from grader.web.language import language_for
from grader.web.problem import Problem, answers
from grader.web.resource import resource
from grader.web.site import site_of

__all__ = ["router", "see_report"]

router = resource("submissions", "/submissions/{id}")

_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
"""The page is one file that runs no script and asks for nothing."""

View = Annotated[
    Literal["student", "staff"] | None, Query(description="Staff only; without it staff have theirs, students theirs.")
]


@router.get(
    "/report",
    response_class=Response,
    responses={
        200: {
            "description": "See report.schema.json of the package. Or a page, where `Accept` prefers text/html.",
            "content": {"application/json": {"schema": {"type": "object"}}, "text/html": {}},
        },
        **answers(409),
    },
)
def show_report(request: Request, case: OfSubmission, view: View = None) -> Response:
    """The report, signed by this server; 409 while there is none."""
    report = see_report(case, view)
    if _prefers_page(request.headers.get("accept", "")):
        language = language_for(request)
        page = render_html(report, language, title=case.seat.titles(language).get(report.exercise))
        return HTMLResponse(page, headers={"content-security-policy": _PAGE_POLICY})
    document: dict[str, Any] = json.loads(to_json(report))
    return JSONResponse(sign_report(document, site_of(request).keys.signing()))


def see_report(case: Case, view: Literal["student", "staff"] | None = None) -> Report:
    """The report of a submission in the view that is asked for, or else in the widest that they may have.

    Raises:
        Problem: 404 for a student who asks for the staff's view; 409 while there is no report.
    """
    if view == "staff":
        case.seat.need("see_class")
    document = case.seat.host.store.report(case.row.id)
    if document is None:
        raise Problem(409, "not_graded")
    report = from_json(document)
    if view == "student" or not case.seat.can("see_class"):
        return as_student(case.seat.host, report)
    return report


def _prefers_page(accept: str) -> bool:
    """Does a page come before JSON in an Accept header?"""
    kinds = [part.partition(";")[0].strip() for part in accept.split(",")]
    places = {kind: place for place, kind in reversed(list(enumerate(kinds)))}
    return "text/html" in places and places["text/html"] < places.get("application/json", len(kinds))
