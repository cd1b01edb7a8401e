"""A terminal that asks to be let in: its code, whose it is, and a yes or no by whoever is signed in here."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from grader.web.rendering import render
from grader.web.session import Asker, MaybeAsker
from grader.web.site import site_of

__all__ = ["router"]

router = APIRouter()


@router.get("/device")
def show_device(request: Request, asker: MaybeAsker, code: str = "", user_code: str = "") -> Response:
    """Asks for the code, or shows who waits under it; a stranger signs in first."""
    code = (code or user_code)[:20].strip().upper()
    if asker is None:
        return RedirectResponse(f"/login?next={quote(f'/device?code={code}' if code else '/device')}", 303)
    site = site_of(request)
    if code:
        site.limits.check("failed_code", asker.public_id)
    waiting = site.accounts.waiting_device(code) if code else None
    if code and waiting is None:
        site.limits.take("failed_code", asker.public_id)
    client = "" if waiting is None else waiting.client
    return render(request, "device.html.j2", code=code, client=client, answered="")


@router.post("/device")
def answer_device(
    request: Request,
    asker: Asker,
    code: Annotated[str, Form(max_length=20)],
    answer: Annotated[Literal["approve", "deny"], Form()],
) -> Response:
    """The terminal is let in as the asker, or told no."""
    site, approve = site_of(request), answer == "approve"
    site.limits.check("failed_code", asker.public_id)
    known = site.accounts.approve_device(asker, code, approve=approve)
    if not known:
        site.limits.take("failed_code", asker.public_id)
    answered = ("approved" if approve else "denied") if known else ""
    return render(request, "device.html.j2", code=code, client="", answered=answered)
