"""What pages and refusals of the server say, by language."""

from __future__ import annotations

from grader.report.catalogue import Catalogue

__all__ = ["has", "say", "say_count"]

_messages = Catalogue("web")
say, say_count, has = _messages.say, _messages.say_count, _messages.has
