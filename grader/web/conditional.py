"""Answers that a client need not read twice: each has an ETag, and who shows it again hears "not modified"."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from fastapi import Request

__all__ = ["ConditionalRoute"]

_CACHE = "private, no-cache"


class ConditionalRoute(APIRoute):
    """A route whose whole answers to GET carry an ETag. Streams are left alone."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """As FastAPI's, with the condition put around it."""
        handle = super().get_route_handler()

        async def handle_conditionally(request: Request) -> Response:
            response = await handle(request)
            body = getattr(response, "body", None)
            if request.method != "GET" or response.status_code != 200 or not isinstance(body, bytes):
                return response
            tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            headers = {"etag": tag, "cache-control": _CACHE, "vary": "authorization, cookie, accept, accept-language"}
            if tag in _tags(request.headers.get("if-none-match", "")):
                return Response(status_code=304, headers=headers)
            for name, value in headers.items():
                response.headers.setdefault(name, value)
            return response

        return handle_conditionally


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
