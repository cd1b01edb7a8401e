"""What an LMS reads of this server: its keys, its configuration, and how it registers itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from grader.host.lti.platforms import origins_of
from grader.host.lti.register import register, tool_configuration
from grader.web.lti.tool import tool_of
from grader.web.rendering import render
from grader.web.security import allow_frames
from grader.web.site import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["router"]

router = APIRouter()
_HOUR = {"cache-control": "public, max-age=3600"}


@router.get("/.well-known/jwks.json")
def show_report_keys(request: Request) -> Response:
    """The keys that reports and webhooks are signed with."""
    return _json(site_of(request).keys.jwks())


@router.get("/lti/jwks.json")
def show_lti_keys(request: Request) -> Response:
    """The keys that messages to an LMS are signed with."""
    return _json(tool_of(request).keys.jwks())


@router.get("/lti/config.json")
def show_configuration(request: Request) -> Response:
    """What Canvas asks for."""
    return _json(tool_configuration(site_of(request).url))


@router.get("/lti/register/{code}")
def register_platform(
    request: Request, code: str, openid_configuration: str = "", registration_token: str = ""
) -> Response:
    """Let an LMS in that an administrator invited; its page closes this one."""
    site, now = site_of(request), tool_of(request).now()
    platform = register(site.store, code, openid_configuration, registration_token, url=site.url, now=now)
    allow_frames(request.scope, origins_of(platform))
    return render(request, "lti_registered.html.j2", platform=platform)


def _json(value: Mapping[str, Any]) -> Response:
    return JSONResponse(value, headers=_HOUR)
