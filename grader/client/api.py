"""Requests to a server: signed in, retried where that is safe, and its refusals as errors of ours."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx

from grader import __version__
from grader.errors import GraderError, InternalError, UsageError, UserError, worded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

__all__ = ["Api", "RefusedError", "SignedOutError", "UnreachableError", "server_url"]

_TIMEOUT = httpx.Timeout(20.0, connect=8.0)
_PAUSES = (0.3, 1.0, 2.5)
"""Before each further try, in seconds; a server that restarts is back by then."""
_BUSY = (429, 502, 503, 504)
_LONGEST_WAIT = 5.0
"""A server that asks for more than that is told to the person instead."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class UnreachableError(UserError):
    """No server answers: no network, or it is down."""


class SignedOutError(UserError):
    """The server knows no token of ours, or no longer."""


class RefusedError(UserError):
    """The server says no, and why; `code` is its short name for the reason."""

    def __init__(self, message: str, advice: str, code: str, status: int) -> None:
        super().__init__(message, advice)
        self.code, self.status = code, status


def server_url(told: str) -> str:
    """The address of a server as it is kept: no path after it, no password in it, encrypted unless it is this machine.

    Raises:
        UsageError: it is no such address.
    """
    try:
        parts = urlsplit(told if "://" in told else f"https://{told}")
        _ = parts.port
    except ValueError:
        raise UsageError(worded("{url} is no address of a server.", url=repr(told))) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise UsageError(worded("{url} is no address of a server.", url=repr(told)))
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise UsageError(
            worded("{url} is not encrypted, so a token would be seen on the way.", url=told),
            worded("Use the address that begins with https://"),
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


@dataclass
class Api:
    """One server, as one person. Close it at the end."""

    url: str
    token: str | None
    language: str
    _http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        headers = {"Accept-Language": self.language, "User-Agent": f"grader/{__version__}"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        self._http = httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=_TIMEOUT)

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, path: str, **params: str | int | None) -> Any:
        """The JSON at a path. Raises as `send` does."""
        return self.send(
            "GET", path, params={name: value for name, value in params.items() if value is not None}
        ).json()

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to a JSON body; sent once. Raises as `send` does."""
        return self.send("POST", path, json=body, retry=False).json()

    def pages(self, path: str, **params: str | int | None) -> Iterator[Any]:
        """Every item of a paged list, in the server's order."""
        after: int | str | None = None
        while True:
            page = self.get(path, after=after, **params)
            yield from page["items"]
            after = page.get("next")
            if after is None:
                return

    def send(self, method: str, path: str, *, retry: bool = True, **how: Any) -> httpx.Response:
        """The server's answer; with `retry` a lost connection or a busy server is tried again a few times.

        Raises:
            UnreachableError: nobody answers.
            SignedOutError: no token, or one that is void.
            RefusedError: the server refuses, with its own words.
            InternalError: the server failed.
        """
        pauses = list(_PAUSES) if retry else []
        while True:
            try:
                answer = self._http.request(method, path, **how)
            except httpx.TransportError as error:
                if not pauses:
                    raise self._unreachable(error) from error
                time.sleep(pauses.pop(0))
                continue
            if answer.status_code in _BUSY and pauses and _retry_after(answer) <= _LONGEST_WAIT:
                time.sleep(max(pauses.pop(0), _retry_after(answer)))
                continue
            if answer.is_success:
                return answer
            raise _error_of(answer)

    def stream(self, path: str, headers: Mapping[str, str]) -> AbstractContextManager[httpx.Response]:
        """An answer that comes bit by bit; raises `httpx.TransportError` as it is read."""
        timeout = httpx.Timeout(60.0, connect=8.0)
        return self._http.stream("GET", path, headers=headers, timeout=timeout)

    def _unreachable(self, error: Exception) -> UnreachableError:
        return UnreachableError(
            worded("{url} can't be reached: {reason}.", url=self.url, reason=str(error) or type(error).__name__),
            worded("Check your connection and try again."),
        )


def _retry_after(answer: httpx.Response) -> float:
    told = answer.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else 0.0


def _error_of(answer: httpx.Response) -> GraderError:
    """What the server says is wrong, by RFC 9457."""
    try:
        problem = answer.json()
        detail, advice, code = (str(problem.get(name) or "") for name in ("detail", "advice", "code"))
        detail = detail or str(problem.get("title") or "")
    except (ValueError, AttributeError):
        detail, advice, code = "", "", ""
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return SignedOutError(worded("You are not signed in."), worded("Run: grade login"))
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        return InternalError(
            detail or worded("The server failed ({status}).", status=answer.status_code), worded("Try again later.")
        )
    return RefusedError(
        detail or worded("The server refused ({status}).", status=answer.status_code), advice, code, answer.status_code
    )
