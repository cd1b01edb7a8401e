"""Why somebody is not let in."""

from __future__ import annotations

from typing import ClassVar

from grader.host.refusals import SpokenError

__all__ = ["DeniedError", "DeviceError", "ExpiredError", "PendingError", "SignInError", "SlowDownError"]


class SignInError(SpokenError):
    """Name or password is wrong; which of the two is never said."""

    def __init__(self) -> None:
        super().__init__("sign_in_failed")


class DeviceError(SpokenError):
    """A terminal has no token (yet). `code` is the error of RFC 8628."""

    code: ClassVar[str]
    said: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(self.said)


class PendingError(DeviceError):
    """Nobody has answered yet."""

    code = "authorization_pending"
    said = "device_authorization_pending"


class SlowDownError(DeviceError):
    """Nobody has answered yet, and the terminal asks too often; its interval is 5 s longer from now on."""

    code = "slow_down"
    said = "device_slow_down"


class DeniedError(DeviceError):
    """Somebody said no."""

    code = "access_denied"
    said = "device_access_denied"


class ExpiredError(DeviceError):
    """Nobody answered in time, or there is no such code."""

    code = "expired_token"
    said = "device_expired_token"
