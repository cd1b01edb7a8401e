"""From an LMS to here: the two requests of a launch, and that each is good once, for the browser that began it.

A sign-in is known by its `state`. Whoever comes back with it must also bring the binding that only the browser which
began it was given: in a cookie, or, where browsers keep no cookies in a frame, in the storage that the LMS lends to
its frames (LTI Client Side postMessages and Postmessage Storage).
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import jwt
from pylti1p3.exception import LtiException, OIDCException, ToolConfException

from grader.host.fetch import host_of
from grader.host.lti.adapter import Asked, Login, Noted, OnePlatform
from grader.host.lti.claims import Launch, read_launch
from grader.host.lti.message import SKEW_S, KeySets, Message
from grader.host.lti.platforms import origins_of
from grader.host.lti.refused import LaunchError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.store import Store
    from grader.store.lti_rows import Platform

__all__ = ["Begun", "Frame", "Launches", "cookie_of"]

LOGIN = timedelta(minutes=10)
_log = logging.getLogger("grader.lti")


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of the LMS that keeps things for ours: its name, and the origin that messages go to."""

    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun: give the browser the binding, then send it to `url`."""

    url: str
    state: str
    binding: str = field(repr=False)
    frame: Frame | None


def cookie_of(state: str) -> str:
    """The name of the cookie that holds a state's binding: several launches may run side by side."""
    return "lti-" + hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()[:16]


def _now() -> datetime:
    return datetime.now(UTC)


class Launches:
    """The way in, for every platform of a store. Any thread may call it."""

    def __init__(
        self, store: Store, url: str, *, keys: KeySets | None = None, clock: Callable[[], datetime] = _now
    ) -> None:
        self._store = store
        self.target = f"{url}/lti/launch"
        """The only address that launches lead to."""
        self._keys = keys or KeySets()
        self._clock = clock

    def framers(self, params: Mapping[str, str]) -> tuple[str, ...]:
        """The origins that may frame the answer to these parameters, also when it is a refusal; empty for strangers.

        Nothing is proved by it: whoever names a platform that was let in gets a page that this platform may frame.
        """
        pending = self._store.lti.peek(params.get("state", ""), self._clock())
        if pending is not None and pending.platform is not None:
            platform = self._store.lti.platform(pending.platform)
            return () if platform is None else origins_of(platform)
        issuer = params.get("iss") or _issuer(params.get("id_token", ""))
        found = self._store.lti.platforms(issuer) if issuer else ()
        return tuple(dict.fromkeys(origin for platform in found for origin in origins_of(platform)))

    def begin(self, params: Mapping[str, str]) -> Begun:
        """Answer an LMS that wants to sign somebody in.

        Raises:
            LaunchError: nobody let that LMS in, or it leads elsewhere.
        """
        platform = self._platform(params.get("iss", ""), params.get("client_id", ""))
        if params.get("target_link_uri") != self.target:
            raise LaunchError("lti_elsewhere", target=self.target)
        noted = Noted()
        login = Login(Asked(params), OnePlatform(platform), session_service=noted, cookie_service=noted)
        try:
            url = login.get_redirect_object(self.target).get_redirect_url()
        except (OIDCException, ToolConfException) as error:
            raise _refused(str(error)) from error
        binding, storage = secrets.token_urlsafe(32), params.get("lti_storage_target", "")
        data = {"kind": "login", "nonce": noted.nonce, "binding": _digest(binding), "storage": storage[:100]}
        self._store.lti.begin(noted.state, platform.id, data, self._clock() + LOGIN)
        return Begun(url, noted.state, binding, _frame(platform, storage))

    def finish(self, params: Mapping[str, str], cookies: Mapping[str, str]) -> Launch | Frame:
        """What a browser brings back from the LMS; a `Frame` when the binding must first be fetched from there.

        Raises:
            LaunchError: it is forged, stale, used, another browser's, or leads nowhere.
        """
        now, state = self._clock(), params.get("state", "")
        pending = self._store.lti.peek(state, now)
        platform = None if pending is None or pending.platform is None else self._store.lti.platform(pending.platform)
        if pending is None or platform is None or pending.data.get("kind") != "login":
            raise LaunchError("lti_state")
        brought = cookies.get(cookie_of(state)) or params.get("binding")
        if brought is None:
            frame = _frame(platform, pending.data["storage"])
            if frame is None:
                raise LaunchError("lti_cookie")
            return frame
        if not hmac.compare_digest(_digest(brought), pending.data["binding"]):
            raise LaunchError("lti_cookie")
        message = Message(Asked(params), platform, Noted(state, pending.data["nonce"]), self._keys, self.target)
        try:
            body = message.validate().get_launch_data()
        except LtiException as error:
            raise _refused(str(error)) from error
        until = max(now, datetime.fromtimestamp(float(body["exp"]), UTC)) + timedelta(seconds=SKEW_S)  # type: ignore[typeddict-item]
        is_first = self._store.lti.use_nonce(platform.id, body["nonce"], now, until)
        if self._store.lti.take(state, now) is None or not is_first:
            raise LaunchError("lti_state")
        launch = read_launch(platform, body)
        if launch is None:
            raise LaunchError("lti_kind")
        return launch

    def _platform(self, issuer: str, client_id: str) -> Platform:
        found = self._store.lti.platforms(issuer, client_id or None)
        if len(found) != 1:
            raise LaunchError("lti_unknown")
        return found[0]


def _frame(platform: Platform, name: str) -> Frame | None:
    # The platform's own sign-in page lies at the origin that the storage belongs to.
    return Frame(name, f"{urlsplit(platform.auth_url).scheme}://{host_of(platform.auth_url)}") if name else None


def _issuer(token: str) -> str:
    try:
        said = jwt.decode(token, options={"verify_signature": False}).get("iss")
    except jwt.InvalidTokenError:
        return ""
    return said if isinstance(said, str) else ""


def _digest(binding: str) -> str:
    return hashlib.sha256(binding.encode("utf-8", "replace")).hexdigest()


def _refused(reason: str) -> LaunchError:
    _log.warning("a launch was refused: %s", ascii(reason[:300]))
    return LaunchError("lti_refused", reason=ascii(reason[:300])[1:-1])
