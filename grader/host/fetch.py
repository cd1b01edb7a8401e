"""HTTP to other servers: only to hosts that an administrator named, no redirects, bounded in size and time."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import threading
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["WHOLE_S", "FetchError", "Fetcher", "check_address", "host_of"]

CONNECT_S, READ_S, WHOLE_S = 5.0, 10.0, 20.0
LONGEST = 2 * 2**20
"""Bytes of an answer."""

_opened: ContextVar[list[socket.socket | None]] = ContextVar("opened")
"""What the request that is being made has opened."""


class FetchError(requests.RequestException):
    """It was not fetched: the host is none of those named, it redirects, or it sends too much or too slowly."""


def check_address(url: str) -> str:
    """The address, if it is one to fetch from: https, or http on this machine; no name or password in it.

    Raises:
        ValueError: it is not; the text says why.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ValueError("it can't be read") from error
    if not parts.hostname or not url.isascii() or not url.isprintable():
        raise ValueError("it names no host")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError("it holds a name, a password or a #")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname)):
        raise ValueError("it must begin with https://")
    return url


def host_of(url: str) -> str:
    """`host` or `host:port`, in small letters, as hosts are named."""
    return urlsplit(url).netloc.lower()


class Fetcher(requests.Session):
    """A session of requests that goes to `hosts` and nowhere else. Its verbs raise `FetchError`."""

    def __init__(self, hosts: Collection[str]) -> None:
        super().__init__()
        self._hosts = frozenset(hosts)
        self.trust_env = False  # no proxy, and no password out of a .netrc in place of our own token
        self.verify = os.environ.get("SSL_CERT_FILE") or True  # a school may sign its servers itself
        self.headers.update({"User-Agent": "gradefork", "Connection": "close"})
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **settings: Any) -> requests.Response:
        """As in requests; the answer is read whole."""
        address = url.decode() if isinstance(url, bytes) else url
        try:
            check_address(address)
        except ValueError as error:
            raise FetchError(f"{address!r} is not fetched: {error}") from error
        if host_of(address) not in self._hosts:
            raise FetchError(f"{host_of(address)} is none of the hosts that an administrator named")
        settings |= {"allow_redirects": False, "stream": True, "timeout": (CONNECT_S, READ_S)}
        end = time.monotonic() + WHOLE_S
        opened: list[socket.socket | None] = []
        _opened.set(opened)
        # Time-outs bound each wait. Who sends a byte at a time, of headers even, is cut off from another thread.
        watch = threading.Timer(WHOLE_S, _cut, [opened])
        watch.start()
        try:
            with super().request(method, address, *args, **settings) as response:
                if 300 <= response.status_code < 400:
                    raise FetchError(f"{host_of(address)} answered with a redirect")
                data = bytearray()
                for chunk in response.iter_content(16_384):
                    data += chunk
                    if len(data) > LONGEST:
                        raise FetchError(f"{host_of(address)} sent too much")
        except requests.RequestException as error:
            if time.monotonic() < end:
                raise
            raise FetchError(f"{host_of(address)} sent too slowly") from error
        finally:
            watch.cancel()
        if time.monotonic() >= end:  # an answer that was cut off may look whole
            raise FetchError(f"{host_of(address)} sent too slowly")
        response._content = bytes(data)  # noqa: SLF001 - where requests keeps an answer that was read
        return response


class _Adapter(HTTPAdapter):
    def get_connection_with_tls_context(self, *args: Any, **settings: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **settings)
        pool.ConnectionCls = _Tls if pool.scheme == "https" else _Plain
        return pool


class _Plain(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _opened.get().append(self.sock)


class _Tls(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _opened.get().append(self.sock)


def _cut(opened: list[socket.socket | None]) -> None:
    for one in opened:
        if one is not None:
            with contextlib.suppress(OSError):  # closed meanwhile
                socket.socket.shutdown(one, socket.SHUT_RDWR)  # of TLS too: its own would unwrap under the reader


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
