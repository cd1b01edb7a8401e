"""The log of every change of a grade, newest first, a page at a time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from grader.host.messages import moment
from grader.report.messages import number
from grader.web.access import Seat, need
from grader.web.class_frame import show, when
from grader.web.language import language_for
from grader.web.paths import student_path
from grader.web.words import has, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from grader.store.audit import AuditRow

__all__ = ["router", "say_action"]

router = APIRouter()
_PAGE = 50
_SHOWN = ("exercise", "submission", "old", "new", "until", "role", "dispute", "submissions")


@router.get("/c/{course}/class/audit")
def show_log(
    request: Request,
    seat: Annotated[Seat, Depends(need("audit"))],
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    action: Annotated[str, Query(max_length=40)] = "",
    who: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The page; `action` and `who` leave out what is not wanted."""
    log, first, language = seat.host.store.audit, (page - 1) * _PAGE, language_for(request)
    rows, found = log.page(seat.course.id, action=action, who=who, skip=first, limit=_PAGE)
    return show(
        request,
        seat,
        "class_audit.html.j2",
        "audit",
        lines=[_line(request, seat, row) for row in rows],
        actions=[(one, say_action(language, one)) for one in log.actions(seat.course.id)],
        action=action,
        who=who,
        page=page,
        found=found,
        newer=page > 1,
        older=first + _PAGE < found,
    )


def say_action(language: str, action: str) -> str:
    """What was done, in words where there are some."""
    return say(language, f"action_{action}") if has(f"action_{action}") else action


def _line(request: Request, seat: Seat, row: AuditRow) -> dict[str, Any]:
    language = language_for(request)
    return {
        "id": row.id,
        "at": row.at.isoformat(),
        "when": when(request, seat, row.at),
        "action": say_action(language, row.action),
        "actor": row.actor_name or row.actor,
        "subject": row.subject_name or row.subject or "",
        "link": student_path(seat, row.subject_name) if row.subject_name and "exercise" in row.detail else "",
        "detail": _details(language, seat, row.detail),
    }


def _details(language: str, seat: Seat, detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is known of the change, each with its name."""
    titles = seat.titles(language)
    shown = []
    for key in _SHOWN:
        value = detail.get(key)
        if value is None or value == []:
            continue
        if key == "exercise":
            text = titles.get(str(value), str(value))
        elif key == "until":
            text = _moment(language, seat, str(value))
        elif key == "submissions":
            text = ", ".join(f"#{one}" for one in value)
        elif key in ("submission", "dispute"):
            text = f"#{value}"
        elif key == "role":
            text = say(language, f"role_{value}")
        else:
            text = number(language, value) if isinstance(value, int | float) else str(value)
        shown.append((say(language, f"detail_{key}"), text))
    return shown


def _moment(language: str, seat: Seat, text: str) -> str:
    try:
        return moment(language, datetime.fromisoformat(text), seat.course.timezone)
    except ValueError:
        return text
