"""What somebody probably meant by a name that there is not."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from grader.errors import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["near_misses"]


def near_misses(name: str, known: Sequence[str]) -> str:
    """Advice in one sentence: what `name` was probably meant to be."""
    near = get_close_matches(name.lower(), known, n=2, cutoff=0.6)
    if near:
        return (
            worded("Did you mean {near}?", near=near[0])
            if len(near) == 1
            else worded("Did you mean {near} or {other}?", near=near[0], other=near[1])
        )
    listed = ", ".join(known[:20]) + (", ..." if len(known) > 20 else "")
    return worded("The course has: {listed}.", listed=listed) if known else worded("The course has no exercises.")
