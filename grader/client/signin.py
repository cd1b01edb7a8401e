"""Signing in from a terminal: a code here, approved in a browser that is signed in (RFC 8628)."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic, sleep
from typing import TYPE_CHECKING

from grader.client.api import RefusedError, UnreachableError
from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from grader.client.api import Api

__all__ = ["Invitation", "begin", "wait_for_approval"]

_STEP = 5.0
"""Seconds that "slow down" adds to the pause, as the RFC has it."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person is shown, and how long it holds."""

    device_code: str
    user_code: str
    page: str
    page_with_code: str
    expires_in: float
    interval: float


def begin(api: Api, client: str) -> Invitation:
    """Ask for a code. Raises as `Api.send` does."""
    told = api.post("/auth/device", {"client": client})
    return Invitation(
        device_code=told["device_code"],
        user_code=told["user_code"],
        page=told["verification_uri"],
        page_with_code=told.get("verification_uri_complete") or told["verification_uri"],
        expires_in=float(told["expires_in"]),
        interval=float(told.get("interval") or _STEP),
    )


def wait_for_approval(api: Api, invitation: Invitation) -> str:
    """The token, once the code was approved.

    Raises:
        UsageError: it was refused, or nobody approved it in time.
    """
    pause, ends = invitation.interval, monotonic() + invitation.expires_in
    while monotonic() < ends:
        sleep(pause)
        try:
            token: str = api.post("/auth/device/token", {"device_code": invitation.device_code})["token"]
        except UnreachableError:
            continue
        except RefusedError as error:
            if error.code == "authorization_pending":
                continue
            if error.code == "slow_down":
                pause += _STEP
                continue
            if error.code == "access_denied":
                raise UsageError(worded("The code was refused in the browser."), worded("Run: grade login")) from error
            if error.code == "expired_token":
                break
            raise
        return token
    raise UsageError(worded("Nobody approved the code in time."), worded("Run: grade login"))
