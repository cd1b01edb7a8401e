"""What people write to each other: some text, and not too much."""

from __future__ import annotations

from grader.host.refusals import SpokenError

__all__ = ["MOST", "check_words"]

MOST = 4000
"""Characters."""


def check_words(text: str, *, least: int = 1) -> str:
    """The text without the space around it. Raises `SpokenError`: there is none, or too much."""
    text = text.encode("utf-8", "replace").decode("utf-8").strip()
    if not least <= len(text) <= MOST:
        raise SpokenError("words_needed" if not text else "words_too_many", most=str(MOST))
    return text
