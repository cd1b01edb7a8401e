"""Which exercise a file or folder belongs to, told by its name."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import near_misses
from grader.errors import UsageError, worded
from grader.submission.archive import list_zip
from grader.submission.caps import CONTAINER
from grader.submission.pack import nothing_at
from grader.submission.syntax import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["guess_slug", "matching_slugs"]

# What browsers, file managers and Jupyter add to the name of a second copy.
_COPY = re.compile(r"[\s_-]*\(\d{1,4}\)$|[\s_-]+\(?(?:copy|copia)\)?[\s_-]*\d{0,4}$|[\s_-]+checkpoint$")
_COPY_OF = re.compile(r"^(?:copy of|copia de)\s+")
_SUFFIX = re.compile(r"\.(?:py|ipynb|zip)$")
_ADVICE = worded("Name it with --exercise SLUG.")


def guess_slug(path: Path | str, known: Sequence[str]) -> str:
    """The slug among `known` that the name means: `slope.py`, `slope (1).py`, `Slope-copy.ipynb`, `ana_slope_v2.zip`.

    If the name says nothing, the names inside a folder or zip may, and then the folder that a file lies in.

    Raises:
        UsageError: none fits, or several do; names near misses and `--exercise`. Or nothing is there at all.
    """
    whole = os.path.abspath(path) if isinstance(path, Path) else path  # noqa: PTH100 - `..` goes, links stay
    parts = [part for part in re.split(r"[\\/]", whole) if part]
    name = parts[-1] if parts else ""
    tries = [matching_slugs(name, known)]
    if not tries[0] and isinstance(path, Path):
        inside = {slug for inner in _names_inside(path) for slug in matching_slugs(inner, known)}
        tries.append(tuple(sorted(inside)))
    if len(parts) > 1:
        tries.append(matching_slugs(parts[-2], known))
    for found in tries:
        if len(found) == 1:
            return found[0]
        if found:
            *others, last = found
            said = worded("{name} may be {others} or {last}.", name=plain(name), others=", ".join(others), last=last)
            raise UsageError(said, _ADVICE)
    if isinstance(path, Path) and not os.path.lexists(path):
        raise nothing_at(path)
    near = near_misses(_normal(name).replace(" ", "_"), list(known))
    raise UsageError(worded("{name} names no exercise of this course. {near}", name=plain(name), near=near), _ADVICE)


def matching_slugs(name: str, known: Collection[str]) -> tuple[str, ...]:
    """The slugs that a file's or folder's name may mean: the one that it is, else the longest that it contains."""
    words = _normal(name)
    exact = words.replace(" ", "_")
    if exact in known:
        return (exact,)
    padded = f" {words} "
    held = [slug for slug in known if f" {slug.replace('_', ' ')} " in padded]
    return tuple(sorted(slug for slug in held if not any(slug != other and slug in other for other in held)))


def _normal(name: str) -> str:
    """The name in small letters without suffix, accents and copy marks, its words parted by spaces."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    bare = _COPY_OF.sub("", _SUFFIX.sub("", bare.casefold().strip()).strip())
    while (shorter := _COPY.sub("", bare)) != bare:
        bare = shorter
    return " ".join(re.split(r"[\W_]+", bare)).strip()


def _names_inside(path: Path) -> Iterable[str]:
    try:
        if path.is_dir():
            with os.scandir(path) as entries:
                names = [entry.name for _, entry in zip(range(500), entries, strict=False)]
        elif path.suffix.lower() == ".zip" and path.is_file() and path.stat().st_size <= CONTAINER:
            names = list_zip(path.read_bytes())
        else:
            return []
    except OSError:
        return []
    return [Path(name).name for name in names if _SUFFIX.search(name.lower())]
