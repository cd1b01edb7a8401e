"""Every failure answered in one shape: a problem document (RFC 9457) for programs, a page for people."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from grader.errors import GraderError, InternalError, PolicyError, UserError
from grader.host.accounts import DeviceError
from grader.host.refusals import CoolingDownError, RefusalError, SpokenError
from grader.report.messages import translate
from grader.report.sanitise import clean
from grader.store.errors import KeyReusedError, StoreAwayError
from grader.web.language import language_for
from grader.web.problem import MEDIA_TYPE, Problem, ProblemDocument
from grader.web.words import has, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

__all__ = ["handle_problems"]

_log = logging.getLogger("grader.web")
_AGAIN_S = 3
"""A client of ours waits so long and sends the same again; up to five seconds it would."""


def handle_problems(app: FastAPI) -> None:
    """Have every failure in `app` answered in the one shape."""
    app.add_exception_handler(StarletteHTTPException, _refuse)
    app.add_exception_handler(RequestValidationError, _refuse_request)
    app.add_exception_handler(GraderError, _refuse_use)
    app.add_exception_handler(Exception, _fail)


async def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    status, headers = error.status_code, error.headers
    if status == HTTPStatus.UNAUTHORIZED and not _is_program(request):
        return _send_to_sign_in(request)
    if not isinstance(error, Problem):
        return _answer(request, status, HTTPStatus(status).name.lower(), headers=headers)
    return _answer(request, status, error.code, headers=headers, facts=error.values)


async def _refuse_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0] if error.errors() else {"loc": (), "msg": ""}
    where = ".".join(str(part) for part in first["loc"])
    return _answer(request, 422, "invalid", detail=f"{where}: {first['msg']}".strip(": "))


async def _refuse_use(request: Request, error: Exception) -> Response:
    assert isinstance(error, GraderError)
    language = language_for(request)
    if isinstance(error, RefusalError | SpokenError):
        detail, advice = error.say(language), ""
    else:
        detail, advice = translate(language, error.message), translate(language, error.advice)
    if isinstance(error, StoreAwayError):
        _log.error("a request failed: %s", type(error).__name__, exc_info=error)
        return _answer(request, 503, "unavailable", headers={"retry-after": str(_AGAIN_S)})
    if isinstance(error, InternalError) or not isinstance(error, UserError):
        _log.error("a request failed: %s", type(error).__name__, exc_info=error)
        return _answer(request, 500, "internal")
    status, code = _classify(error)
    headers = {"retry-after": str(error.seconds)} if isinstance(error, CoolingDownError) else None
    return _answer(request, status, code, headers=headers, detail=detail, advice=advice)


def _is_program(request: Request) -> bool:
    """Is it asked for data, not for a page?"""
    return request.url.path.startswith(("/api/", "/.well-known/"))


def _send_to_sign_in(request: Request) -> Response:
    """To the form, and back to where they wanted to go; HTMX is told so in its own way."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    target = f"/login?{urlencode({'next': wanted if request.method == 'GET' else '/'})}"
    if "hx-request" in request.headers:
        return Response(status_code=200, headers={"hx-redirect": target})
    return RedirectResponse(target, 303)


def _classify(error: UserError) -> tuple[int, str]:
    """Status and code of an error that the caller can mend; an error may bring a code of its own."""
    code = getattr(error, "code", None) or getattr(error, "key", None)
    if isinstance(error, DeviceError):
        return 400, error.code
    if isinstance(error, CoolingDownError):
        return 429, CoolingDownError.key
    if isinstance(error, PolicyError | KeyReusedError):
        return 409, str(code or "refused")
    return 422, str(code or "unusable")


async def _fail(request: Request, error: Exception) -> Response:
    _log.error("a request failed: %s", type(error).__name__, exc_info=error)
    return _answer(request, 500, "internal")


def _answer(
    request: Request,
    status: int,
    code: str,
    *,
    headers: Mapping[str, str] | None = None,
    detail: str = "",
    advice: str = "",
    facts: Mapping[str, object] | None = None,
) -> Response:
    language = language_for(request)
    title = HTTPStatus(status).phrase
    if has(f"problem_{code}"):
        title = say(language, f"problem_{code}", **(facts or {}))
    if has(f"problem_{code}_advice"):
        advice = advice or say(language, f"problem_{code}_advice", **(facts or {}))
    document = ProblemDocument(
        type=f"urn:gradefork:problem:{code}",
        title=title,
        status=status,
        detail=clean(detail or title),
        code=code,
        advice=clean(advice),
        request_id=getattr(request.state, "request_id", ""),
    )
    if _is_program(request):
        return JSONResponse(document.model_dump(), status, headers=headers, media_type=MEDIA_TYPE)
    from grader.web.rendering import render

    page = render(request, "error.html.j2", status=status, problem=document)
    page.headers.update(headers or {})
    return page
