"""Terminals that sign in through a browser: the device authorization grant of RFC 8628."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from grader.host.accounts.codes import digest, new_secret, new_user_code
from grader.host.accounts.errors import DeniedError, ExpiredError, PendingError, SlowDownError

if TYPE_CHECKING:
    from datetime import datetime

    from grader.store.credentials import Credentials

__all__ = ["DeviceGrant", "begin", "poll"]

EXPIRES_S = 600
INTERVAL_S = 5
"""Also by how much it grows when a terminal asks too soon."""
LONGEST = 60
"""Characters of what a terminal calls itself."""


@dataclass(frozen=True, slots=True)
class DeviceGrant:
    """What a terminal shows and asks with. Seconds."""

    device_code: str = field(repr=False)
    user_code: str
    expires_in: int = EXPIRES_S
    interval: int = INTERVAL_S


def begin(store: Credentials, client: str, now: datetime) -> DeviceGrant:
    """Give a terminal its codes. What it calls itself is shown to whoever lets it in."""
    name = "".join(sign for sign in client if sign.isprintable()).strip()[:LONGEST] or "grade"
    while True:
        grant = DeviceGrant(new_secret(), new_user_code())
        until = now + timedelta(seconds=EXPIRES_S)
        if store.begin_device(
            digest(grant.device_code), grant.user_code, name, now=now, until=until, interval_s=INTERVAL_S
        ):
            return grant


def poll(store: Credentials, device_code: str, token: str, *, now: datetime, until: datetime) -> str:
    """The token, once, when somebody has let the terminal in.

    Raises:
        PendingError, SlowDownError: not yet.
        DeniedError, ExpiredError: never.
    """
    row = store.poll_device(digest(device_code), now, slower_s=INTERVAL_S)
    if row is None or row.expires_at <= now:
        raise ExpiredError
    if row.denied:
        raise DeniedError
    if row.user_id is None:
        raise SlowDownError if row.is_early(now) else PendingError
    if not store.redeem_device(digest(device_code), digest(token), now=now, until=until):
        raise ExpiredError  # another request has taken it at the same moment
    return token
