"""Calls of an LMS's services, with a token of ours that is used until shortly before it ends."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from pylti1p3.service_connector import ServiceConnector

from grader.host.fetch import Fetcher
from grader.host.lti.adapter import registration_of
from grader.host.lti.platforms import hosts_of

if TYPE_CHECKING:
    from grader.host.keys import KeyRing
    from grader.store.lti_rows import Platform

__all__ = ["Connector", "Tokens"]

_MARGIN_S = 60


class Tokens:
    """The access tokens that are good now, by platform and scopes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[int, str], tuple[str, float]] = {}

    def get(self, platform: int, scopes: str) -> str | None:
        """A token with a minute left, if there is one."""
        with self._lock:
            token, end = self._known.get((platform, scopes), ("", 0.0))
        return token if token and time.monotonic() < end - _MARGIN_S else None

    def keep(self, platform: int, scopes: str, token: str, expires_in: float) -> None:
        """Remember a token."""
        with self._lock:
            self._known[platform, scopes] = (token, time.monotonic() + expires_in)

    def forget(self, platform: int) -> None:
        """The platform takes them no longer."""
        with self._lock:
            self._known = {key: one for key, one in self._known.items() if key[0] != platform}


class Connector(ServiceConnector):
    """pylti1p3's, over hosts of this platform only. Raises `OSError` of the network, `LtiException` of the LMS."""

    def __init__(self, platform: Platform, keys: KeyRing, tokens: Tokens) -> None:
        super().__init__(registration_of(platform, keys.signing()), Fetcher(hosts_of(platform)))
        self._platform = platform
        self._tokens = tokens

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        return self._tokens.get(self._platform.id, scope_key)

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        self._tokens.keep(self._platform.id, scope_key, access_token, float(expires_in or 0))
