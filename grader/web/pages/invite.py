"""An invitation to a course: makes an account, or adds the course to the account of whoever is signed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from grader.errors import UsageError
from grader.web.language import language_for
from grader.web.rendering import render
from grader.web.session import MaybeAsker, address_of, keep_session
from grader.web.site import site_of
from grader.web.words import say_error

__all__ = ["router"]

router = APIRouter()
Code = Annotated[str, Path(max_length=200)]


@router.get("/invite/{code}")
def show_invitation(request: Request, asker: MaybeAsker, code: Code) -> Response:
    """What the invitation is for, and a form to take it."""
    del asker  # the form asks for less where somebody is signed in
    return _page(request, code)


@router.post("/invite/{code}")
def take_invitation(
    request: Request,
    asker: MaybeAsker,
    code: Code,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1_000)] = "",
    display_name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """A member of the course, signed in."""
    site = site_of(request)
    site.limits.check("failed_sign_in", address_of(request))
    invitation = site.accounts.invitation(code)
    if invitation is None:
        site.limits.take("failed_sign_in", address_of(request))
        return _page(request, code)
    response = RedirectResponse(f"/c/{invitation.course}", 303)
    language = language_for(request)
    try:
        if asker is not None:
            site.accounts.join(asker, code)
        else:
            user = site.accounts.accept_invitation(code, name, password, display_name or None, language=language)
            keep_session(response, site, site.accounts.open_session(user.id).token)
    except UsageError as error:
        return _page(request, code, refused=say_error(language, error), name=name, display_name=display_name)
    return response


def _page(request: Request, code: str, *, refused: str = "", name: str = "", display_name: str = "") -> Response:
    site = site_of(request)
    invitation = site.accounts.invitation(code)
    host = None if invitation is None else site.hosts.get(invitation.course)
    title = "" if host is None else host.course.title(language_for(request))
    return render(
        request,
        "invite.html.j2",
        status=404 if host is None else 200,
        invitation=None if host is None else invitation,
        course_title=title,
        here=f"/invite/{code}",
        refused=refused,
        name=name,
        display_name=display_name,
    )
