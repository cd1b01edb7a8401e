"""A long value cut to what a terminal has room for, around where it differs; files and pages keep it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.report.difference import Piece

__all__ = ["shorten"]

_CUT = "…"


def shorten(pieces: Sequence[Piece], room: int) -> list[Piece]:
    """`pieces` in at most `room` characters: from the beginning, or from shortly before the first that differs.

    What was left out on either side is an ellipsis.
    """
    whole = sum(len(text) for text, _ in pieces)
    if whole <= room:
        return list(pieces)
    first, at = 0, 0
    for text, differs in pieces:
        if differs:
            first = at
            break
        at += len(text)
    room -= 2 * len(_CUT)
    start = 0 if first < room // 2 else min(first - room // 4, whole - room)
    kept: list[Piece] = [(_CUT, False)] if start else []
    at = 0
    for text, differs in pieces:
        part = text[max(0, start - at) : max(0, start + room - at)]
        if part:
            kept.append((part, differs))
        at += len(text)
    return kept if start + room >= whole else [*kept, (_CUT, False)]
