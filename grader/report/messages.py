"""What reports say, by language."""

from __future__ import annotations

from grader.errors import Worded
from grader.report.catalogue import Catalogue, language_of

__all__ = ["has", "language_of", "number", "say", "say_count", "translate"]

_messages = Catalogue("report")
say, say_count, has = _messages.say, _messages.say_count, _messages.has
_errors = Catalogue("errors")


def translate(language: str, text: str) -> str:
    """What an error or a note says, in `language` where it is ours: `Worded`, or a whole sentence of the catalogue."""
    if not text or language_of(language) == "en":  # gettext keeps its header under the empty text
        return text
    template = text.template if isinstance(text, Worded) else text
    values = text.values if isinstance(text, Worded) else {}
    told = {key: translate(language, one) if isinstance(one, Worded) else one for key, one in values.items()}
    try:
        return _errors.say(language, template, **told) if values else _errors.plain(language, template)
    except KeyError:
        return text


def number(language: str, value: float, of: float | None = None) -> str:
    """Points, seconds or per cent in prose: at most 2 decimals, a decimal comma in Portuguese.

    More decimals where two would make `value` read as `of` although it is less (5.9967 of 6).
    """
    for decimals in (2, 4):
        text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
        if of is None or value == of or float(text) != round(of, 2):
            break
    return text.replace(".", ",") if language_of(language) == "pt" else text
