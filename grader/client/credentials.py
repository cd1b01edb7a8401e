"""Where a token for a server is kept: the system's keyring, else a file that only its owner can read."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course.state import state_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["account_at", "forget_token", "keep_account", "keep_token", "read_token"]

_SERVICE = "grader"
_FILE = "tokens.json"
_ACCOUNTS = "accounts.json"


def read_token(server: str) -> str | None:
    """The token for a server: `GRADER_TOKEN`, else the one that was kept; None when there is none."""
    named = os.environ.get("GRADER_TOKEN")
    if named:
        return named
    keyring = _keyring()
    if keyring is not None:
        with contextlib.suppress(Exception):  # a locked or broken keyring is none
            kept: str | None = keyring.get_password(_SERVICE, server)
            if kept:
                return kept
    return _read(_tokens()).get(server)


def keep_token(server: str, token: str) -> str:
    """Keep a token; where, for people to read: "keyring", or the file's path. Raises `UsageError` without a folder."""
    keyring = _keyring()
    if keyring is not None:
        with contextlib.suppress(Exception):
            keyring.set_password(_SERVICE, server, token)
            if keyring.get_password(_SERVICE, server) == token:
                _write(_tokens(), {name: kept for name, kept in _read(_tokens()).items() if name != server})
                return "keyring"
    _write(_tokens(), {**_read(_tokens()), server: token})
    return str(_tokens())


def forget_token(server: str) -> bool:
    """Remove what was kept; was there anything?"""
    found = False
    keyring = _keyring()
    if keyring is not None:
        with contextlib.suppress(Exception):
            keyring.delete_password(_SERVICE, server)
            found = True
    kept = _read(_tokens())
    if kept.pop(server, None) is not None:
        _write(_tokens(), kept)
        found = True
    return found


def keep_account(server: str, account: str) -> None:
    """Note whose token is kept, so that nothing of theirs is sent as another's."""
    _write(_accounts(), {**_read(_accounts()), server: account})


def account_at(server: str) -> str:
    """Who signed in last, by the server's own id; empty where nobody did by `grade login`."""
    return _read(_accounts()).get(server, "")


def _keyring() -> Any:
    """The keyring library over a backend that keeps secrets; None where it isn't installed or there is no such one."""
    if os.environ.get("GRADER_KEYRING") == "off":
        return None
    try:
        import keyring
    except ImportError:
        return None
    try:
        return keyring if keyring.get_keyring().priority >= 1 else None
    except Exception:  # noqa: BLE001 - backends fail in ways of their own
        return None


def _tokens() -> Path:
    return state_folder() / _FILE


def _accounts() -> Path:
    return state_folder() / _ACCOUNTS


def _read(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return {name: token for name, token in kept.items() if isinstance(token, str)} if isinstance(kept, dict) else {}


def _write(path: Path, kept: Mapping[str, str]) -> None:
    if not kept:
        path.unlink(missing_ok=True)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tokens")  # made 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(kept, file)
    Path(name).replace(path)
