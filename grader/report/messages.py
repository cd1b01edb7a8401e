"""What reports say, by language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.errors import Worded
from grader.report.catalogue import Catalogue, language_of

if TYPE_CHECKING:
    from grader.judge.verdicts import Wording

__all__ = ["has", "language_of", "number", "say", "say_count", "say_wording", "translate"]

_messages = Catalogue("report")
say, say_count, has = _messages.say, _messages.say_count, _messages.has
_errors = Catalogue("errors")
_REASONS = (
    ("killed by {signal}", re.compile(r"killed by (?P<signal>.*)")),
    ("it exited with code {code}", re.compile(r"it exited with code (?P<code>.*)")),
)
"""How a box ended, as `engine` words it."""


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


def say_wording(language: str, wording: Wording, english: str) -> str:
    """What the judge says, in `language` where the catalogue has all of its templates; else `english`."""
    if language_of(language) == "en":
        return english
    try:
        return _say_parts(language, wording)
    except (KeyError, IndexError):
        return english


def _say_parts(language: str, wording: Wording) -> str:
    values: dict[str, object] = {}
    for key, value in wording.values.items():
        if isinstance(value, str):
            values[key] = _say_reason(language, value) if key == "reason" else value
        else:
            values[key] = value if isinstance(value, int) else _say_parts(language, value)
    if not values:
        return _errors.plain(language, wording.template)
    return _errors.say(language, wording.template, **values)


def _say_reason(language: str, reason: str) -> str:
    """How a box ended, which crossed as text."""
    for template, pattern in _REASONS:
        if found := pattern.fullmatch(reason):
            return _errors.say(language, template, **found.groupdict())
    return translate(language, reason)


def number(language: str, value: float, of: float | None = None) -> str:
    """Points, seconds or per cent in prose: at most 2 decimals, a decimal comma in Portuguese.

    More decimals where two would make `value` read as `of` although it is less (5.9967 of 6).
    """
    for decimals in (2, 4):
        text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
        if of is None or value == of or float(text) != round(of, 2):
            break
    return text.replace(".", ",") if language_of(language) == "pt" else text
