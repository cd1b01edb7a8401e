"""The server process: uvicorn around the application, a graceful stop, logs as JSON."""

from __future__ import annotations

import signal
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

from grader.errors import UsageError, worded
from grader.web.app import make_app
from grader.web.log import log_as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from grader.web.site import Site

__all__ = ["configure", "listen", "run_site"]

_LAST_ANSWERS_S = 10


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on this address. Raises `UsageError`: it can't be had."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise UsageError(
            worded("Can't listen on {host}:{port}: {reason}.", host=host, port=port, reason=error.strerror),
            worded("Name another --port."),
        ) from error
    with listening:
        yield listening


def run_site(
    site: Site, listening: socket.socket, *, proxy: str | None = None, on_ready: Callable[[], None] = lambda: None
) -> None:
    """Serve until a signal says stop; `proxy` as in `configure`."""
    log_as_json()
    with _heeded_once():
        _Server(configure(site, proxy), site, on_ready).run([listening])


def configure(site: Site, proxy: str | None = None) -> uvicorn.Config:
    """How the site is served.

    `proxy` is the address whose word for where a request came from is taken; None: nobody's.
    """
    return uvicorn.Config(
        make_app(site),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=proxy is not None,
        forwarded_allow_ips=proxy or "",
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
        lifespan="off",
    )


@contextmanager
def _heeded_once() -> Iterator[None]:
    """Uvicorn raises a signal again when it has stopped by it; what is being graded must still come to its end."""
    before = {number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    pass


class _Server(uvicorn.Server):
    """Ends the event streams when it is told to stop: they would keep it waiting."""

    def __init__(self, config: uvicorn.Config, site: Site, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._site = site
        self._on_ready = on_ready

    async def startup(self, sockets: Any = None) -> None:
        """As its base, then tell."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """As its base; streams end first."""
        self._site.bus.close()
        super().handle_exit(sig, frame)
