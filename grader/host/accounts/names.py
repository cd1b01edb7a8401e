"""Names of people: as they are kept, compared and shown."""

from __future__ import annotations

import unicodedata

__all__ = ["login_of", "name_of", "shown"]

LONGEST = 254
"""Characters of a name or an address."""


def name_of(typed: str) -> str:
    """A name as it is kept."""
    return unicodedata.normalize("NFC", typed.strip())


def login_of(typed: str) -> str:
    """A name as it is compared: two that look the same to most people are the same."""
    storable = typed.encode("utf-8", "replace").decode("utf-8")  # no half of a surrogate
    return unicodedata.normalize("NFKC", storable.strip()).casefold()[:LONGEST]


def shown(text: str | None) -> str | None:
    """A name or an address to show: one line, not too long; None for None, and where nothing is left."""
    if text is None:
        return None
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()[:LONGEST] or None
