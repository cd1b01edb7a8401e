"""In which language a request is answered: what its browser chose here, else the account's, else what it accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.catalogue import LANGUAGES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["language_for", "remember_language"]

_COOKIE = "grade-language"
_YEAR = 365 * 24 * 3600


def language_for(request: Request) -> str:
    """One of the languages that there are; English where nothing says."""
    viewer = getattr(request.state, "viewer", None)
    chosen = (request.cookies.get(_COOKIE), getattr(viewer, "language", None))
    for language in chosen:
        if language in LANGUAGES:
            return str(language)
    return next((one for one in _accepted(request.headers.get("accept-language", "")) if one in LANGUAGES), "en")


def remember_language(response: Response, language: str) -> None:
    """Answer this browser in `language` from now on."""
    response.set_cookie(_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax", path="/")


def _accepted(header: str) -> list[str]:
    """The base languages of an Accept-Language header, best first."""
    weighed = []
    for part in header[:500].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighed, key=lambda one: -one[0]) if weight > 0]
