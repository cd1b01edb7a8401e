"""Where expected and got part, so that a reader's eye need not search a wall of digits."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

__all__ = ["Piece", "compare"]

Piece = tuple[str, bool]
"""Text, and whether it differs from the other side."""

_TOKEN = re.compile(r"[-+]?\d[\d_.]*(?:e[-+]?\d+)?|\w+|\s+|.", re.DOTALL | re.IGNORECASE)
_MOST_TOKENS = 400
"""Longer values are shown unmarked: comparing is quadratic, and a reader is lost by then anyway."""


def compare(expected: str, got: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, marked where they differ; unmarked where marks say nothing: all or none differs."""
    left, right = _TOKEN.findall(expected), _TOKEN.findall(got)
    plain = [(expected, False)], [(got, False)]
    if len(left) > _MOST_TOKENS or len(right) > _MOST_TOKENS or expected == got:
        return plain
    # Blanks only pad columns: any run of them equals any other.
    bare = [token.strip() for token in left], [token.strip() for token in right]
    matcher = SequenceMatcher(None, bare[0], bare[1], autojunk=False)
    # One number against another, or two texts that share a bracket, have nothing to be told apart by.
    if sum(len("".join(left[block.a : block.a + block.size]).strip()) for block in matcher.get_matching_blocks()) < 3:
        return plain
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        for side, tokens in zip(sides, (left[a:a_end], right[b:b_end]), strict=True):
            if tokens:
                side.append(("".join(tokens), tag != "equal"))
    return sides
