"""Whose pages may show ours in a frame: those of the LMSes that the person came from."""

from __future__ import annotations

from fastapi import Request

from grader.host.lti.platforms import origins_of
from grader.web.security import allow_frames
from grader.web.session import MaybeAsker
from grader.web.site import site_of

__all__ = ["let_frame"]


def let_frame(request: Request, asker: MaybeAsker) -> None:
    """Let the platforms of whoever asks frame the answer; nobody else's do."""
    if asker is not None:
        platforms = site_of(request).store.lti.platforms_of(asker.user_id)
        allow_frames(request.scope, [origin for platform in platforms for origin in origins_of(platform)])
