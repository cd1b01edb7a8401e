"""No request body is read further than it may be long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.submission.caps import CONTAINER
from grader.web.problem import Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BodyLimit"]

_UPLOAD = CONTAINER + (64 << 10)
"""Bytes of a request that hands a file in: the largest, and the form around it."""
_OTHER = 1 << 20
"""Bytes: JSON and plain forms."""


class BodyLimit:
    """Refuses what is too long by its own account before it is read, and what turns out so while it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        most = _UPLOAD if headers.get(b"content-type", b"").startswith(b"multipart/form-data") else _OTHER
        told = headers.get(b"content-length", b"0")
        length = int(told) if told.isdigit() else 0
        read = 0

        async def receive_some() -> Message:
            nonlocal read
            if length > most:
                raise Problem(413, "too_large", most=CONTAINER >> 20)
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise Problem(413, "too_large", most=CONTAINER >> 20)
            return message

        await self._app(scope, receive_some, send)
