"""What every page of a class has: its tabs, what was just done, and the words for whoever it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import RedirectResponse

from grader.host.messages import moment
from grader.web.flash import drop_flash, flash, told
from grader.web.language import language_for
from grader.web.pages.login import local_path
from grader.web.rendering import render

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from grader.host.accounts.roles import Ability
    from grader.web.access import Seat

__all__ = ["case_path", "class_path", "done", "show", "student_path", "when"]

_TABS: tuple[tuple[str, str, Ability], ...] = (
    ("grid", "", "see_class"),
    ("gradebook", "/gradebook", "see_class"),
    ("disputes", "/disputes", "see_class"),
    ("queue", "/queue", "see_class"),
    ("regrade", "/regrade", "grade"),
    ("release", "/release", "release"),
    ("exports", "/exports", "export"),
    ("roster", "/roster", "invite"),
    ("audit", "/audit", "audit"),
)
"""Name, path below the class's, and what one must be able to."""


def show(request: Request, seat: Seat, template: str, tab: str, *, status_code: int = 200, **context: Any) -> Response:
    """A page of the class, with the tabs that the asker may open."""
    root = class_path(seat)
    asked = len(seat.host.store.questions.disputes(seat.course.id, state="open"))
    tabs = [
        {"name": name, "link": root + path, "current": name == tab, "count": asked if name == "disputes" else 0}
        for name, path, ability in _TABS
        if seat.can(ability)
    ]
    response = render(
        request,
        template,
        status_code=status_code,
        course=seat.course,
        course_title=seat.course.title(language_for(request)),
        root=root,
        tabs=tabs,
        told=told(request),
        can=seat.can,
        **context,
    )
    drop_flash(request, response)
    return response


def done(request: Request, to: str, key: str, *, tone: str = "good", **facts: object) -> Response:
    """Go on to the page `to` of this server, which says what was done."""
    response = RedirectResponse(local_path(to), 303)
    flash(request, response, key, tone=tone, **facts)
    return response


def class_path(seat: Seat) -> str:
    """Where the pages of the class begin."""
    return f"/c/{quote(seat.course.id, safe='')}/class"


def student_path(seat: Seat, student: str) -> str:
    """Where a student's page is."""
    return f"{class_path(seat)}/s/{quote(student, safe='')}"


def case_path(seat: Seat, student: str, slug: str) -> str:
    """Where the page of a student in an exercise is."""
    return f"{student_path(seat, student)}/{slug}"


def when(request: Request, seat: Seat, at: datetime) -> str:
    """A moment in the course's time and the reader's language."""
    return moment(language_for(request), at, seat.course.timezone)
