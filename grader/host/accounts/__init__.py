"""Who somebody is and what they may do: users, passwords, sessions, tokens, invitations, terminals, roles."""

from grader.host.accounts.accounts import Accounts, Session
from grader.host.accounts.devices import DeviceGrant
from grader.host.accounts.errors import (
    DeniedError,
    DeviceError,
    ExpiredError,
    PendingError,
    SignInError,
    SlowDownError,
)
from grader.host.accounts.passwords import Passwords
from grader.host.accounts.viewer import SignedIn, Viewer

__all__ = [
    "Accounts",
    "DeniedError",
    "DeviceError",
    "DeviceGrant",
    "ExpiredError",
    "Passwords",
    "PendingError",
    "Session",
    "SignInError",
    "SignedIn",
    "SlowDownError",
    "Viewer",
]
