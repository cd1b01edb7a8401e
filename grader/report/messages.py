"""What reports say, by language."""

from __future__ import annotations

from grader.report.catalogue import Catalogue, language_of

__all__ = ["has", "language_of", "number", "say", "say_count"]

_messages = Catalogue("report")
say, say_count, has = _messages.say, _messages.say_count, _messages.has


def number(language: str, value: float, of: float | None = None) -> str:
    """Points, seconds or per cent in prose: at most 2 decimals, a decimal comma in Portuguese.

    More decimals where two would make `value` read as `of` although it is less (5.9967 of 6).
    """
    for decimals in (2, 4):
        text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
        if of is None or value == of or float(text) != round(of, 2):
            break
    return text.replace(".", ",") if language_of(language) == "pt" else text
