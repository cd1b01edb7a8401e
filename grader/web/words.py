"""What pages and refusals of the server say, by language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.host.refusals import RefusalError, SpokenError
from grader.report.catalogue import Catalogue
from grader.report.messages import translate

if TYPE_CHECKING:
    from grader.errors import UserError

__all__ = ["has", "say", "say_count", "say_error"]

_messages = Catalogue("web")
say, say_count, has = _messages.say, _messages.say_count, _messages.has


def say_error(language: str, error: UserError) -> str:
    """What a person reads who can mend it: what is wrong, and what to do."""
    if isinstance(error, RefusalError | SpokenError):
        return error.say(language)
    return f"{translate(language, error.message)} {translate(language, error.advice)}".strip()
