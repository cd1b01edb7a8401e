"""One's own account: language, password, tokens for programs, and what is kept of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Path, Request

from grader.errors import UsageError
from grader.host.accounts import SignInError
from grader.report.catalogue import LANGUAGES
from grader.web.flash import done
from grader.web.language import language_for, remember_language
from grader.web.problem import Problem
from grader.web.rendering import render
from grader.web.session import Asker, session_cookie
from grader.web.site import site_of
from grader.web.words import say, say_error

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.responses import Response

    from grader.host.accounts import Viewer

__all__ = ["router"]

router = APIRouter()
_HERE = "/account"


@router.get(_HERE)
def show_account(request: Request, asker: Asker) -> Response:
    """The page."""
    return _page(request, asker)


@router.post("/account/language")
def change_language(request: Request, asker: Asker, language: Annotated[str, Form(max_length=20)]) -> Response:
    """What mails, reports and pages are written in from now on."""
    if language not in LANGUAGES:
        raise Problem(422, "invalid")
    site_of(request).accounts.set_language(asker, language)
    response = done(request, _HERE, "language")
    remember_language(response, language)
    return response


@router.post("/account/password")
def change_password(
    request: Request,
    asker: Asker,
    old: Annotated[str, Form(max_length=1_000)],
    new: Annotated[str, Form(max_length=1_000)],
) -> Response:
    """Another password; every other session ends."""
    site = site_of(request)
    site.limits.check("failed_name", str(asker.user_id), "password")
    try:
        site.accounts.change_password(asker, old, new, keep=request.cookies.get(session_cookie(site)))
    except SignInError:
        site.limits.take("failed_name", str(asker.user_id), "password")
        return _page(request, asker, refused=say(language_for(request), "password_wrong"))
    except UsageError as error:
        return _page(request, asker, refused=say_error(language_for(request), error))
    return done(request, _HERE, "password")


@router.post("/account/tokens")
def add_token(
    request: Request,
    asker: Asker,
    label: Annotated[str, Form(min_length=1, max_length=60)],
    days: Annotated[int, Form(ge=1, le=365)] = 180,
) -> Response:
    """A token, which this answer shows and nothing shows again."""
    if asker.session.kind != "browser":
        raise Problem(404, "not_found")
    secret = site_of(request).accounts.new_token(asker.user_id, label, days)
    return _page(request, asker, secret=secret)


@router.post("/account/tokens/{token}/revoke")
def revoke_token(request: Request, asker: Asker, token: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """The token is good for nothing from now on."""
    if not site_of(request).accounts.revoke(asker.user_id, token):
        raise Problem(404, "not_found")
    return done(request, _HERE, "revoked")


def _page(request: Request, asker: Viewer, *, refused: str = "", secret: str = "") -> Response:
    language = language_for(request)
    tokens = [token for token in site_of(request).accounts.tokens(asker.user_id) if token.revoked_at is None]
    shown: list[dict[str, Any]] = [
        {
            "id": token.id,
            "name": token.name,
            "used": _day(token.used_at) or say(language, "token_never_used"),
            "ends": _day(token.expires_at) or say(language, "token_never_ends"),
        }
        for token in reversed(tokens)
    ]
    return render(
        request,
        "account.html.j2",
        refused=refused,
        secret=secret,
        tokens=shown,
        has_password=asker.name is not None,
    )


def _day(when: datetime | None) -> str:
    return "" if when is None else when.date().isoformat()
