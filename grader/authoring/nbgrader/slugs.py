"""Names of assignments and notebooks as slugs: the same name gives the same slug."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from grader.course.slugs import refuse_slug

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["make_slugs"]

_LONGEST = 64


def make_slugs(notebooks: Sequence[tuple[str, str]]) -> list[str]:
    """A slug for each (assignment, notebook): the notebook's name, or both where that is not enough to tell."""
    short = [_slug(notebook) for _, notebook in notebooks]
    made: list[str] = []
    for alone, (assignment, notebook) in zip(short, notebooks, strict=True):
        own = alone if alone and short.count(alone) == 1 else _slug(f"{assignment} {notebook}")
        number, base = 2, own or "exercise"
        slug = base
        while slug in made:
            slug = f"{base[: _LONGEST - 3]}_{number}"
            number += 1
        made.append(slug)
    return made


def _slug(name: str) -> str:
    """Empty where nothing of the name can stand in a slug."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    words = re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")
    if not words:
        return ""
    slug = (words if words[0].isalpha() else f"exercise_{words}")[:_LONGEST].rstrip("_")
    return f"{slug[: _LONGEST - 9]}_exercise" if refuse_slug(slug) else slug
