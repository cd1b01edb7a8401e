"""The headers that every answer carries, and what a browser may load and who may frame us."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["SecurityHeaders", "allow_form", "allow_frames"]

_ALWAYS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What an answer says itself, it says instead."""
_FRAMES, _FORMS = "framed_by", "forms_to"


class SecurityHeaders:
    """Puts a nonce into `request.state.nonce`, and the policy that names it on the answer.

    A page may be framed by nobody, except by the origins that `allow_frames` was told for this request.
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["nonce"] = secrets.token_urlsafe(16)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                framers = state.get(_FRAMES, ())
                policy = _policy(state["nonce"], framers, state.get(_FORMS, ()), secure=self._secure)
                headers.setdefault("content-security-policy", policy)
                if not framers:
                    headers.setdefault("x-frame-options", "DENY")
                if self._secure:
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def allow_frames(scope: Scope, origins: Sequence[str]) -> None:
    """Let pages of these origins show the answer to this request in a frame, as an LMS does."""
    scope.setdefault("state", {})[_FRAMES] = tuple(origins)


def allow_form(scope: Scope, origin: str) -> None:
    """Let a form of this answer be sent to `origin`, as an LMS takes what was chosen for it."""
    scope.setdefault("state", {})[_FORMS] = (origin,)


def _policy(nonce: str, framers: Sequence[str], forms: Sequence[str], *, secure: bool) -> str:
    parts = [
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}'",
        f"style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        " ".join(["form-action 'self'", *forms]),
        "base-uri 'none'",
        "frame-ancestors " + (" ".join(framers) or "'none'"),
    ]
    return "; ".join([*parts, "upgrade-insecure-requests"] if secure else parts)
