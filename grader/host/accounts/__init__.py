"""Who somebody is and what they may do: users, passwords, sessions, tokens, invitations, terminals, roles."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.host.accounts.accounts import Accounts
    from grader.host.accounts.devices import DeviceGrant
    from grader.host.accounts.entrance import Session
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

# Resolved on first use: what needs no password must do without the package that makes their hashes.
_HOMES = {
    "Accounts": "accounts",
    "DeviceGrant": "devices",
    "Passwords": "passwords",
    "Session": "entrance",
    "SignedIn": "viewer",
    "Viewer": "viewer",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
