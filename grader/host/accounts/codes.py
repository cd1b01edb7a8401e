"""Secrets made of chance, and what is kept of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

__all__ = ["csrf_of", "digest", "new_public_id", "new_secret", "new_user_code", "read_user_code"]

_CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"
"""As RFC 8628 advises: nothing that looks like another sign, and no words."""
_HALF = 4


def new_secret(prefix: str = "") -> str:
    """256 bits that a URL may hold."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the store keeps of a secret. As it is 256 bits of chance, a quick hash without salt is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_of(secret: str) -> str:
    """What forms of a session carry; it tells nothing of the session's own secret."""
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def new_public_id() -> str:
    """75 bits in small letters and digits, so that it can name a folder or begin a cell; never one for two users."""
    return "u" + base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()[:15]


def new_user_code() -> str:
    """What a terminal shows and a person types: 'ABCD-EFGH', 34 bits for ten minutes."""
    letters = [secrets.choice(_CONSONANTS) for _ in range(2 * _HALF)]
    return "".join(letters[:_HALF]) + "-" + "".join(letters[_HALF:])


def read_user_code(typed: str) -> str:
    """What a person typed, in whatever case and with whatever between, as it was shown."""
    letters = "".join(sign for sign in typed[:40].upper() if sign in _CONSONANTS)
    return f"{letters[:_HALF]}-{letters[_HALF:]}"
