"""Signing a terminal in: it shows a code, somebody who is signed in lets it in, and it gets a token (RFC 8628)."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from grader.web.problem import Problem, answers
from grader.web.resource import resource
from grader.web.session import Asker, address_of
from grader.web.site import site_of

__all__ = ["router"]

router = resource("signing in", "/auth")


class Terminal(BaseModel):
    """What wants to be let in."""

    client: str = Field(max_length=200, description="What it calls itself; shown to whoever lets it in.")


class Grant(BaseModel):
    """What the terminal shows, and asks with. Times are seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int


class Asking(BaseModel):
    """The terminal's own code."""

    device_code: str = Field(max_length=200)


class Token(BaseModel):
    """A token, told once."""

    token: str


@router.post("/device")
def begin_device(request: Request, terminal: Terminal) -> Grant:
    """Codes for a terminal: it shows `user_code` and the address, and asks for its token every `interval` seconds."""
    site = site_of(request)
    site.limits.take("device", address_of(request))
    grant = site.accounts.begin_device(terminal.client)
    page = f"{site.url}/device"
    return Grant(
        device_code=grant.device_code,
        user_code=grant.user_code,
        verification_uri=page,
        verification_uri_complete=f"{page}?code={quote(grant.user_code)}",
        expires_in=grant.expires_in,
        interval=grant.interval,
    )


@router.post("/device/token")
def poll_device(request: Request, asking: Asking) -> Token:
    """The token, once. Before and after it is 400: authorization_pending, slow_down, access_denied, expired_token."""
    return Token(token=site_of(request).accounts.poll_device(asking.device_code))


@router.delete("/token", status_code=204, responses=answers(409))
def revoke_own_token(request: Request, asker: Asker) -> Response:
    """Revoke the token that this request was made with."""
    token = asker.session.token
    if token is None:
        raise Problem(409, "no_token")
    site_of(request).accounts.revoke(asker.user_id, token)
    return Response(status_code=204)
