"""What a page says once, after a form that was sent: the browser keeps it from the redirect to the page."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from grader.web.language import language_for
from grader.web.paths import local_path
from grader.web.site import site_of
from grader.web.words import has, say

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["done", "drop_flash", "told"]

_LONGEST = 300
"""Characters of one fact."""
_SECONDS = 60
_PREFIX = "told_"


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, in words."""

    text: str
    tone: str


def done(request: Request, to: str, key: str, *, tone: str = "good", **facts: object) -> Response:
    """Go on to the page `to` of this server, which says the message `told_<key>`."""
    response = RedirectResponse(local_path(to), 303)
    known = {name: str(fact)[:_LONGEST] for name, fact in facts.items()}
    packed = base64.urlsafe_b64encode(json.dumps([key, tone, known]).encode()).decode()
    secure = site_of(request).secure
    response.set_cookie(
        _cookie(request), packed, max_age=_SECONDS, httponly=True, secure=secure, samesite="lax", path="/"
    )
    return response


def told(request: Request) -> Told | None:
    """What to say now. The cookie is the browser's own: what makes no sense is not said."""
    try:
        key, tone, facts = json.loads(base64.urlsafe_b64decode(request.cookies.get(_cookie(request), "")))
        if tone not in ("good", "warn", "accent") or not has(_PREFIX + key):
            return None
        return Told(say(language_for(request), _PREFIX + key, **facts), tone)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def drop_flash(request: Request, response: Response) -> None:
    """It was said."""
    if _cookie(request) in request.cookies:
        response.delete_cookie(_cookie(request), path="/", secure=site_of(request).secure, httponly=True)


def _cookie(request: Request) -> str:
    return "__Host-grade-told" if site_of(request).secure else "grade-told"
