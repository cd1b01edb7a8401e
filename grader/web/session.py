"""Who asks: by the cookie of a browser or the token of a program; and that no stranger's page makes a browser ask."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from grader.host.accounts import Viewer
from grader.web.problem import Problem
from grader.web.site import site_of

if TYPE_CHECKING:
    from starlette.responses import Response

    from grader.web.site import Site

__all__ = [
    "Asker",
    "MaybeAsker",
    "address_of",
    "check_csrf",
    "csrf_token",
    "find_viewer",
    "forget_session",
    "guard",
    "keep_session",
    "session_cookie",
    "viewer",
]

_SAFE = {"GET", "HEAD", "OPTIONS"}
_bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A token of an account: `grade_...`.")
_cookie = APIKeyCookie(name="__Host-grade", auto_error=False, scheme_name="session", description="As browsers have it.")


def address_of(request: Request) -> str:
    """Where the request came from; a proxy's word for it counts only if the server was told to trust that proxy."""
    return request.client.host if request.client else ""


def session_cookie(site: Site) -> str:
    """The cookie's name: a browser keeps `__Host-` for https only."""
    return "__Host-grade" if site.secure else "grade"


def keep_session(response: Response, site: Site, token: str, *, framed: bool = False) -> None:
    """Have the browser show `token` from now on. `framed`: the page lies in a frame of an LMS, on another site."""
    response.set_cookie(
        session_cookie(site),
        token,
        httponly=True,
        secure=site.secure,
        samesite="none" if framed and site.secure else "lax",
        partitioned=framed and site.secure,
        path="/",
    )


def forget_session(response: Response, site: Site) -> None:
    """Have the browser drop it."""
    response.delete_cookie(session_cookie(site), path="/", secure=site.secure, httponly=True)


def find_viewer(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    _documented: Annotated[str | None, Security(_cookie)],
) -> Viewer | None:
    """Who asks, None for a stranger; `request.state.viewer` from now on. Raises `Problem` 401 for a bad token."""
    site = site_of(request)
    found: Viewer | None = None
    if bearer is not None:
        found = site.accounts.token(bearer.credentials)
        if found is None:
            raise Problem(401, "bad_token", headers={"www-authenticate": "Bearer"})
    else:
        token = request.cookies.get(session_cookie(site))
        found = site.accounts.session(token) if token else None
    request.state.viewer = found
    return found


MaybeAsker = Annotated[Viewer | None, Depends(find_viewer)]


def viewer(found: MaybeAsker) -> Viewer:
    """Who asks. Raises `Problem` 401 for a stranger."""
    if found is None:
        raise Problem(401, "sign_in", headers={"www-authenticate": "Bearer"})
    return found


Asker = Annotated[Viewer, Depends(viewer)]


def csrf_token(request: Request) -> str:
    """What forms of this page must send back: of the session, or for a stranger of a cookie."""
    found = getattr(request.state, "viewer", None)
    if found is not None:
        return str(found.session.csrf)
    token: str = getattr(request.state, "stranger", "") or request.cookies.get(_stranger(request), "")
    request.state.stranger = token or secrets.token_urlsafe(24)
    return str(request.state.stranger)


def keep_stranger(request: Request, response: Response) -> None:
    """Have the browser keep what `csrf_token` gave to a stranger."""
    token = getattr(request.state, "stranger", "")
    if token and request.cookies.get(_stranger(request)) != token:
        secure = site_of(request).secure
        response.set_cookie(_stranger(request), token, httponly=True, secure=secure, samesite="lax", path="/")


async def check_csrf(request: Request, found: MaybeAsker) -> None:
    """Raises `Problem` 403 when a browser sends what no page of ours made it send."""
    if request.method in _SAFE or (found is not None and found.session.kind == "token"):
        return
    origin = request.headers.get("origin")
    if origin is not None and _host(origin) not in _own_hosts(request):
        raise Problem(403, "csrf")
    if found is None and request.url.path.startswith("/api/"):
        return  # there is nothing of anybody's that a stranger could change
    sent = request.headers.get("x-csrf-token")
    if sent is None and not request.url.path.startswith("/api/"):
        form = await request.form()
        field = form.get("csrf")
        sent = field if isinstance(field, str) else None
    known = found.session.csrf if found is not None else request.cookies.get(_stranger(request), "")
    if not sent or not known or not hmac.compare_digest(sent.encode(), known.encode()):
        raise Problem(403, "csrf")


def guard(request: Request, found: MaybeAsker) -> None:
    """Raises `Problem` 429 when this user, or this address, asks too often."""
    limits = site_of(request).limits
    limits.take("address", address_of(request))
    if found is None:
        limits.take("stranger", address_of(request))
    else:
        limits.take("user", found.public_id)


def _stranger(request: Request) -> str:
    return "__Host-grade-form" if site_of(request).secure else "grade-form"


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _own_hosts(request: Request) -> set[str]:
    """The server by the address that people have, and as it was called just now, which was checked before."""
    return {urlsplit(site_of(request).url).netloc, request.headers.get("host", "")}
