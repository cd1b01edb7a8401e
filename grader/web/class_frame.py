"""What every page of a class has: its tabs, and its times as the reader says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.host.messages import moment
from grader.web.language import language_for
from grader.web.paths import class_path
from grader.web.rendering import render

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from grader.host.accounts.roles import Ability
    from grader.web.access import Seat

__all__ = ["show", "when"]

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


def show(request: Request, seat: Seat, template: str, tab: str, **context: Any) -> Response:
    """A page of the class, with the tabs that the asker may open."""
    root = class_path(seat)
    asked = len(seat.host.store.questions.disputes(seat.course.id, state="open"))
    tabs = [
        {"name": name, "link": root + path, "current": name == tab, "count": asked if name == "disputes" else 0}
        for name, path, ability in _TABS
        if seat.can(ability)
    ]
    course_title = seat.course.title(language_for(request))
    return render(
        request,
        template,
        course=seat.course,
        course_title=course_title,
        root=root,
        tabs=tabs,
        can=seat.can,
        **context,
    )


def when(request: Request, seat: Seat, at: datetime) -> str:
    """A moment in the course's time and the reader's language."""
    return moment(language_for(request), at, seat.course.timezone)
