"""The token of a launch, checked: pylti1p3's checks, and those that it leaves out or leaves weak."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Self

import jwt
from pylti1p3.exception import LtiException, LtiKeyException, LtiMessageValidationException
from pylti1p3.message_launch import MessageLaunch

from grader.host.fetch import Fetcher
from grader.host.lti.adapter import Asked, Noted, OnePlatform
from grader.host.lti.platforms import hosts_of

if TYPE_CHECKING:
    from grader.store.lti_rows import Platform

__all__ = ["SKEW_S", "KeySets", "Message"]

SKEW_S = 60
"""How far the LMS's clock may be from ours."""
_OLDEST_S = 3600
_ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")


class KeySets:
    """The published keys of platforms, each fetched once an hour; sooner when a launch names a key that is new."""

    FRESH_S, YOUNG_S, SULK_S = 3600.0, 30.0, 5.0
    """How long a set is good, how long before a new key is looked for, and how long before a failure is tried again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Any]] = {}
        self._fetching: dict[str, threading.Lock] = {}

    def get(self, platform: Platform, *, newer: bool = False) -> Any:
        """The key set; with `newer` it is fetched again, unless that was done just now.

        Raises:
            LtiException: it can't be had.
        """
        with self._lock:
            fetching = self._fetching.setdefault(platform.jwks_url, threading.Lock())
        with fetching:  # a class that comes at once asks its LMS once
            at, known = self._known.get(platform.jwks_url, (-self.FRESH_S, None))
            good_for = self.SULK_S if isinstance(known, LtiException) else self.YOUNG_S if newer else self.FRESH_S
            if time.monotonic() - at >= good_for:
                try:
                    known = self._fetch(platform)
                except LtiKeyException as error:
                    known = error
                self._known[platform.jwks_url] = (time.monotonic(), known)
        if isinstance(known, LtiException):
            raise known
        return known

    def _fetch(self, platform: Platform) -> Any:
        try:
            with Fetcher(hosts_of(platform)) as session:
                found = session.get(platform.jwks_url).json()
        except (OSError, ValueError) as error:  # of the network, of the JSON
            raise LtiKeyException(f"The keys of the LMS can't be fetched: {error}") from error
        keys = found.get("keys") if isinstance(found, dict) else None
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise LtiKeyException("The keys of the LMS are no key set.")
        return found


class Message(MessageLaunch[Asked, OnePlatform, Noted, Noted]):
    """A launch message. `validate` raises `LtiException`, or the reason of whatever else it could not read."""

    def __init__(self, params: Asked, platform: Platform, noted: Noted, keys: KeySets, target: str) -> None:
        super().__init__(params, OnePlatform(platform), session_service=noted, cookie_service=noted)
        self._platform = platform
        self._keys = keys
        self._target = target

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def validate(self) -> Self:
        """Check everything; what is not even shaped like a message fails like one that is forged."""
        try:
            super().validate()
        except LtiException:
            raise
        except Exception as error:
            raise LtiMessageValidationException(f"The message can't be read: {type(error).__name__}") from error
        return self

    def get_client_id(self) -> str:
        """Ours with this platform, if the message is meant for it; else whatever it names first."""
        named = self._get_jwt_body().get("aud")
        audience = named if isinstance(named, list) else [named]
        return self._platform.client_id if self._platform.client_id in audience else str(audience[:1])

    def get_public_key(self) -> tuple[str, str]:
        """The key that the message names, and the algorithm, which must be one of a public key."""
        if self._jwt.get("header", {}).get("alg") not in _ALGORITHMS:
            raise LtiKeyException("The message is not signed with a public key.")
        assert self._registration is not None
        try:
            self._registration.set_key_set(self._keys.get(self._platform))
            return super().get_public_key()
        except LtiKeyException:  # the LMS may have a new one
            self._registration.set_key_set(self._keys.get(self._platform, newer=True))
            return super().get_public_key()

    def validate_jwt_signature(self) -> Self:
        """Signature, issuer, audience, and that it was made just now."""
        key, algorithm = self.get_public_key()
        try:
            body = jwt.decode(
                self._get_id_token(),
                key,
                algorithms=[algorithm],
                audience=self._platform.client_id,
                issuer=self._platform.issuer,
                leeway=SKEW_S,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except jwt.InvalidTokenError as error:
            raise LtiMessageValidationException(f"The token is not good: {error}") from error
        if time.time() - body["iat"] > _OLDEST_S + SKEW_S:
            raise LtiMessageValidationException("The token was made too long ago.")
        party = body.get("azp")
        if party not in (None, self._platform.client_id):
            raise LtiMessageValidationException("The token was made for another party (azp).")
        if isinstance(body["aud"], list) and len(body["aud"]) > 1 and party is None:
            raise LtiMessageValidationException("The token is for several audiences and names no party (azp).")
        return self

    def validate_message(self) -> Self:
        """Also that it leads to where this tool takes launches."""
        super().validate_message()
        if self._get_jwt_body().get("https://purl.imsglobal.org/spec/lti/claim/target_link_uri") != self._target:
            raise LtiMessageValidationException("The message leads elsewhere (target_link_uri).")
        return self
