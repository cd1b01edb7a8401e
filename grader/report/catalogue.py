"""Messages by language, from the gettext catalogues in grader/locale, each known by its key rather than its English."""

from __future__ import annotations

import gettext
import os
from functools import cache

__all__ = ["DOMAINS", "LANGUAGES", "Catalogue", "language_of"]

LANGUAGES = ("en", "pt")
DOMAINS = ("report", "host", "web", "errors")
_LOCALE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")  # noqa: PTH118, PTH120 - on quick paths


def language_of(wanted: str) -> str:
    """The language to write in: `wanted` or its base ("pt-BR" is "pt"), else English."""
    base = wanted.replace("_", "-").partition("-")[0].lower()
    return base if base in LANGUAGES else "en"


class Catalogue:
    """The messages of one domain. A key that is not there is a bug, and raises `KeyError`."""

    def __init__(self, domain: str) -> None:
        self._domain = domain

    def say(self, language: str, key: str, **values: object) -> str:
        """The message `key` in `language`. Values are put in as they are: the caller has cleaned them."""
        return _read(self._domain, language_of(language)).gettext(key).format(**values)

    def plain(self, language: str, key: str) -> str:
        """The message `key` as it stands, with nothing put in."""
        return _read(self._domain, language_of(language)).gettext(key)

    def say_count(self, language: str, key: str, count: int, **values: object) -> str:
        """`say` with the form that fits `count`, which the message may name."""
        return _read(self._domain, language_of(language)).ngettext(key, key, count).format(count=count, **values)

    def has(self, key: str) -> bool:
        """Is there a message of this key?"""
        try:
            _read(self._domain, "en").gettext(key)
        except KeyError:
            return False
        return True


class _Missing(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        raise KeyError(msgid1)


@cache
def _read(domain: str, language: str) -> gettext.GNUTranslations:
    with open(os.path.join(_LOCALE, language, "LC_MESSAGES", f"{domain}.mo"), "rb") as file:  # noqa: PTH118, PTH123
        translations = gettext.GNUTranslations(file)
    translations.add_fallback(_Missing())
    return translations
