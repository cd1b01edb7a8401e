"""Signing in and out, and the choice of a language, which needs neither."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from grader.host.accounts import SignInError
from grader.host.accounts.names import login_of
from grader.report.catalogue import language_of
from grader.web.language import remember_language
from grader.web.paths import local_path
from grader.web.rendering import render
from grader.web.session import MaybeAsker, address_of, forget_session, keep_session, session_cookie
from grader.web.site import site_of

__all__ = ["router"]

router = APIRouter()

Next = Annotated[str, Form(alias="next", max_length=2_000)]


@router.get("/login")
def show_login(request: Request, asker: MaybeAsker, next: str = "/") -> Response:  # noqa: A002 - as the address has it
    """The form; who is signed in goes on at once."""
    if asker is not None:
        return RedirectResponse(local_path(next), 303)
    return render(request, "login.html.j2", next=local_path(next), failed=False, name="")


@router.post("/login")
def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1_000)],
    next: Next = "/",  # noqa: A002
) -> Response:
    """A session of this browser, or the form again."""
    site, address = site_of(request), address_of(request)
    login = login_of(name)  # however it is spelt
    site.limits.check("failed_sign_in", address)
    site.limits.check("failed_name", address, login)
    try:
        session = site.accounts.sign_in(name, password)
    except SignInError:
        site.limits.take("failed_sign_in", address)
        site.limits.take("failed_name", address, login)
        return render(request, "login.html.j2", status=401, next=local_path(next), failed=True, name=name)
    response = RedirectResponse(local_path(next), 303)
    keep_session(response, site, session.token)
    return response


@router.post("/logout")
def sign_out(request: Request) -> Response:
    """The session ends, here and on the server."""
    site = site_of(request)
    token = request.cookies.get(session_cookie(site))
    if token:
        site.accounts.sign_out(token)
    response = RedirectResponse("/login", 303)
    forget_session(response, site)
    return response


@router.post("/language")
def choose_language(language: Annotated[str, Form(max_length=20)], next: Next = "/") -> Response:  # noqa: A002
    """This browser reads `language` from now on."""
    response = RedirectResponse(local_path(next), 303)
    remember_language(response, language_of(language))
    return response
