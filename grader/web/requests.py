"""A line of log and a count for each request: its number, its route and how it went; never who asked, or for whom."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import MutableHeaders

from grader.web.metrics import REQUESTS, SECONDS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["API", "RequestLog"]

API = "/api/v1"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_log = structlog.get_logger("grader.web")


class RequestLog:
    """Gives each request a number, in `request.state.request_id` and on the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = number
        began = time.perf_counter()
        status = 500

        async def send_with_number(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = number
            await send(message)

        try:
            await self._app(scope, receive, send_with_number)
        finally:
            took = time.perf_counter() - began
            route = _route(scope)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            REQUESTS.labels(method, route, str(status)).inc()
            SECONDS.labels(method, route).observe(took)
            _log.info("request", request_id=number, method=method, route=route, status=status, seconds=round(took, 4))


def _route(scope: Scope) -> str:
    """The template: a path names courses and students, its template nobody."""
    route = getattr(scope.get("route"), "path", None)
    if route is None:
        return "none"
    return f"{API}{route}" if scope["path"].startswith(API) else str(route)
