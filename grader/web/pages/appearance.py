"""Light, dark, or as the system has it: kept by this browser."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from grader.web.paths import local_path

__all__ = ["router"]

THEMES = ("light", "dark")
COOKIE = "grade-theme"
_YEAR = 365 * 24 * 3600
router = APIRouter()


@router.post("/theme")
def choose_theme(
    theme: Annotated[str, Form(max_length=20)],
    next: Annotated[str, Form(max_length=2_000)] = "/",  # noqa: A002 - as the form has it
) -> Response:
    """This browser shows pages in `theme` from now on; anything else than a theme: as its system does."""
    response = RedirectResponse(local_path(next), 303)
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=_YEAR, httponly=True, samesite="lax", path="/")
    else:
        response.delete_cookie(COOKIE, path="/")
    return response
