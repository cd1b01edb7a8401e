"""The first page, which is the course where there is only one, and a student's course."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from grader.host.progress import progress_in
from grader.web.access import InCourse
from grader.web.language import language_for
from grader.web.outline import line_of, next_of
from grader.web.rendering import render
from grader.web.session import MaybeAsker
from grader.web.site import site_of

__all__ = ["router"]

router = APIRouter()


@router.get("/")
def show_courses(request: Request, asker: MaybeAsker) -> Response:
    """The courses that the asker has a part in; a stranger signs in first."""
    if asker is None:
        return RedirectResponse("/login", 303)
    hosts = site_of(request).hosts
    mine = [host for name, host in hosts.items() if asker.administrator or name in asker.roles]
    language = language_for(request)
    cards = [
        {
            "link": _front(host.course.id, staff=asker.can(host.course.id, "see_class")),
            "title": host.course.title(language),
            "role": asker.roles.get(host.course.id, "administrator"),
            "exercises": len(host.course.exercises),
        }
        for host in mine
    ]
    if len(cards) == 1:
        return RedirectResponse(str(cards[0]["link"]), 303)
    return render(request, "courses.html.j2", courses=cards)


@router.get("/c/{course}")
def show_course(request: Request, seat: InCourse) -> Response:
    """The exercises, how far the asker is with each, and what to go on with."""
    language, course, now = language_for(request), seat.course, seat.host.now()
    lines = [line_of(language, course, progress, now) for progress in progress_in(seat.host, seat.own_id)]
    weeks = [
        (week, [line for line, _ in group])
        for week, group in groupby(zip(lines, course.exercises, strict=True), key=lambda pair: pair[1].week)
    ]
    return render(
        request,
        "course.html.j2",
        course=course,
        title=course.title(language),
        staff_only=seat.own_id is None,
        lines=lines,
        weeks=weeks,
        points=sum(line.score or 0 for line in lines),
        most=sum(line.points for line in lines),
        done=sum(line.tone == "done" for line in lines),
        next=next_of(language, lines, now),
    )


def _front(course: str, *, staff: bool) -> str:
    return f"/c/{course}/class" if staff else f"/c/{course}"
