"""A submission: while it is graded, what happens as it happens; then its report, which can be asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Form, Header, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from grader.course.policy import Open, window
from grader.errors import UserError
from grader.host.classroom import open_dispute
from grader.host.messages import moment
from grader.report import from_json
from grader.web.access import Case, CourseId, OfSubmission
from grader.web.flash import done
from grader.web.following import stream
from grader.web.language import language_for
from grader.web.live import show_event, show_state
from grader.web.paths import case_path
from grader.web.problem import Problem
from grader.web.rendering import piece, render
from grader.web.report_parts import shown_report
from grader.web.site import site_of
from grader.web.words import say_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.report.model import Report

__all__ = ["router"]

router = APIRouter()
_WAITS = ("received", "grading")
_NO_HINT = ("all_told", "no_hints", "unexplained")
"""What is said where asking gave none."""


def case_in(course: CourseId, case: OfSubmission) -> Case:
    """The submission of the path. Raises `Problem` 404 if it is of another course."""
    if case.row.course != course:
        raise Problem(404, "not_found")
    return case


InCase = Annotated[Case, Depends(case_in)]


@router.get("/c/{course}/s/{id}")
def show_submission(request: Request, case: InCase) -> Response:
    """The report, or until there is one what happens."""
    return _page(request, case)


@router.get("/c/{course}/s/{id}/report")
def show_report(request: Request, case: InCase) -> Response:
    """The report alone, to be put in the place of what happened."""
    report = _report(case)
    if report is None:
        raise Problem(404, "not_found")
    facts = {**_facts(request, case), **_report_facts(request, case, report), "refused": "", "told": None}
    return HTMLResponse(piece(request, "report.html.j2", **facts))


@router.get("/c/{course}/s/{id}/events")
async def stream_pieces(
    request: Request, case: InCase, last_event_id: Annotated[str | None, Header(max_length=100)] = None
) -> Response:
    """What happens, as pieces of the page."""
    return stream(request, case, last_event_id, lambda event: show_event(request, event))


@router.post("/c/{course}/s/{id}/hint")
def tell_hint(request: Request, case: InCase) -> Response:
    """One hint more; it stays in the report."""
    if not case.is_own:
        raise Problem(404, "not_found")
    there = f"{_here(case)}#tests"
    told = case.seat.host.hint(case.row.exercise, case.row.student, language_for(request))
    if told.outcome in _NO_HINT:
        return done(request, there, told.outcome, tone="accent")
    return RedirectResponse(there, 303)


@router.post("/c/{course}/s/{id}/second-look")
def ask(
    request: Request,
    case: InCase,
    test: Annotated[str, Form(max_length=1_000)],
    text: Annotated[str, Form(max_length=10_000)],
) -> Response:
    """Ask staff to look at one test again; what they can't be asked is said on top of the report."""
    if not case.is_own:
        raise Problem(404, "not_found")
    try:
        open_dispute(case.seat.host, case.row.id, test, text)
    except UserError as error:
        return _page(request, case, refused=say_error(language_for(request), error))
    return RedirectResponse(f"{_here(case)}#tests", 303)


def _page(request: Request, case: Case, *, refused: str = "") -> Response:
    report, facts = _report(case), _facts(request, case)
    if report is None:
        return render(request, "submission.html.j2", **facts, report="", state=_state(request, case))
    return render(request, "submission.html.j2", refused=refused, **facts, **_report_facts(request, case, report))


def _here(case: Case) -> str:
    return f"/c/{case.row.course}/s/{case.row.id}"


def _report(case: Case) -> Report | None:
    """The staff's report; None while it waits for its first."""
    if case.row.state in _WAITS and case.row.score is None:
        return None
    document = case.seat.host.store.report(case.row.id)
    return None if document is None else from_json(document)


def _facts(request: Request, case: Case) -> Mapping[str, Any]:
    course, slug = case.seat.course, case.row.exercise
    titles = case.seat.titles(language_for(request))
    return {
        "course": course,
        "title": titles.get(slug, slug),
        "row": case.row,
        "here": _here(case),
        "exercise_link": f"/c/{course.id}/e/{slug}" if slug in titles else f"/c/{course.id}",
        "case_link": "" if case.is_own or slug not in titles else case_path(case.seat, case.row.student, slug),
        "is_own": case.is_own,
    }


def _state(request: Request, case: Case) -> Any:
    return show_state(request, case.row.state, site_of(request).graders.positions().get(case.row.id, 0))


def _report_facts(request: Request, case: Case, staff: Report) -> Mapping[str, Any]:
    """What the report's part of the page shows to whoever asks."""
    seat, row, language = case.seat, case.row, language_for(request)
    exercise = seat.find_exercise(row.exercise)
    may_retry = False
    if exercise is not None and case.is_own and not staff.passed:
        extension = seat.host.extension(row.student, row.exercise)
        may_retry = isinstance(window(exercise, seat.host.now(), extension), Open)
    return {
        "report": shown_report(request, case, staff),
        "may_retry": may_retry,
        "file_link": f"/api/v1/submissions/{row.id}/file",
        "comments": [
            {"role": comment.role, "when": moment(language, comment.at, seat.course.timezone), "text": comment.text}
            for comment in seat.host.store.classbook.comments(row.course, student=row.student, exercise=row.exercise)
            if comment.submission in (None, row.id)
        ],
    }
