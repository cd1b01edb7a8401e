"""The page on which staff choose the exercises that their LMS shall make assignments of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from grader.host.lti.deep_link import answer_choice, find_choice
from grader.host.lti.refused import LaunchError
from grader.web.language import language_for
from grader.web.lti.tool import tool_of
from grader.web.rendering import render
from grader.web.security import allow_form
from grader.web.session import Asker
from grader.web.site import site_of

if TYPE_CHECKING:
    from grader.host.host import Host
    from grader.host.lti.deep_link import Choice

__all__ = ["router"]

router = APIRouter(prefix="/lti")


@router.get("/choose/{state}")
def show(request: Request, state: str, asker: Asker) -> Response:
    """The exercises of the course."""
    choice, host = _choice(request, state, asker.user_id)
    return render(request, "lti_choose.html.j2", choice=choice, course=host.course)


@router.post("/choose/{state}")
def answer(request: Request, state: str, asker: Asker, exercise: Annotated[list[str], Form()] = []) -> Response:  # noqa: B006 - FastAPI makes a new one
    """Back to the LMS with what was chosen: a form that sends itself, or has a button."""
    site = site_of(request)
    choice, host = _choice(request, state, asker.user_id)
    if not exercise:
        return render(request, "lti_choose.html.j2", status=422, choice=choice, course=host.course)
    answered = answer_choice(
        site.store,
        choice,
        host.course,
        exercise,
        language_for(request),
        url=site.url,
        key=tool_of(request).keys.signing(),
        now=host.now(),
    )
    parts = urlsplit(answered.url)
    allow_form(request.scope, f"{parts.scheme}://{parts.netloc}")
    return render(request, "lti_send.html.j2", answer=answered)


def _choice(request: Request, state: str, user: int) -> tuple[Choice, Host]:
    site = site_of(request)
    choice = find_choice(site.store, state, user, tool_of(request).now())
    host = None if choice is None else site.hosts.get(choice.course)
    if choice is None or host is None:
        raise LaunchError("lti_state")
    return choice, host
