"""What reports say, by language. Keys are the same in every language; a test proves it."""

from __future__ import annotations

from grader.report.english import ENGLISH
from grader.report.portuguese import PORTUGUESE

__all__ = ["CATALOGUE", "language_of", "number", "say", "say_count"]

CATALOGUE = {"en": ENGLISH, "pt": PORTUGUESE}


def language_of(wanted: str) -> str:
    """The language to write in: `wanted` or its base ("pt-BR" is "pt"), else English."""
    base = wanted.replace("_", "-").partition("-")[0].lower()
    return base if base in CATALOGUE else "en"


def say(language: str, key: str, **values: object) -> str:
    """The message `key` in `language`. Values are put in as they are: the caller has cleaned them."""
    return CATALOGUE[language_of(language)][key].format(**values)


def say_count(language: str, key: str, count: int, **values: object) -> str:
    """`say` with the form of `key` that fits `count`: `<key>_one` or `<key>_many`."""
    return say(language, f"{key}_one" if count == 1 else f"{key}_many", count=count, **values)


def number(language: str, value: float, of: float | None = None) -> str:
    """Points, seconds or per cent in prose: at most 2 decimals, a decimal comma in Portuguese.

    More decimals where two would make `value` read as `of` although it is less (5.9967 of 6).
    """
    for decimals in (2, 4):
        text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
        if of is None or value == of or float(text) != round(of, 2):
            break
    return text.replace(".", ",") if language_of(language) == "pt" else text
