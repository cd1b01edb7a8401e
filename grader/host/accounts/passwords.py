"""Passwords: argon2id, made anew when its parameters change, and as slow for a name that nobody has."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from grader.host.refusals import SpokenError

__all__ = ["LEAST", "MOST", "Passwords"]

LEAST, MOST = 10, 1000
"""Characters."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each takes 64 MiB: many sign-ins at once must not take the machine's memory."""


class Passwords:
    """Makes and checks hashes; any thread may call it."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hash("")

    def new(self, password: str, *, name: str = "") -> str:
        """The hash of a new password.

        Raises:
            SpokenError: it is too short or too long, or it is the name.
        """
        text = _normal(password)
        if not LEAST <= len(text) <= MOST:
            raise SpokenError("password_length", least=str(LEAST), most=str(MOST))
        if name and text.casefold() == _normal(name).casefold():
            raise SpokenError("password_is_name")
        return self._hash(text)

    def check(self, password: str, known: str | None) -> bool:
        """Is it the password that `known` is the hash of? With None it takes as long, and is not."""
        text = _normal(password)[: MOST + 1]
        try:
            with _AT_ONCE:
                self._hasher.verify(self._nobodys if known is None else known, text)
        except (VerificationError, InvalidHashError):
            return False
        return known is not None

    def is_outdated(self, known: str) -> bool:
        """Was this hash made with other parameters than today's?"""
        return self._hasher.check_needs_rehash(known)

    def renew(self, password: str) -> str:
        """The hash of a password that was checked, with today's parameters."""
        return self._hash(_normal(password))

    def _hash(self, text: str) -> str:
        with _AT_ONCE:
            return self._hasher.hash(text)


def _normal(password: str) -> str:
    """Keyboards spell the same letters in several ways. Half a surrogate, which no keyboard sends, is made harmless."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode("utf-8"))
