"""What a student handed in, checked and hashed: made by `grader.submission.read` only."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cell", "Submission"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell of a notebook. `number` counts code cells from 1, as the student sees them."""

    number: int
    source: str


@dataclass(frozen=True, slots=True)
class Submission:
    r"""A validated submission: Python source only, decoded, with \n line ends.

    `files` are (relative posix path, source) pairs, sorted; for a module or package the main file is
    `<slug>.py`. A notebook has `cells` instead of a main file, and `files` holds its companions.
    """

    slug: str
    files: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    sha256: str
    """Of the validated content, not of the container: the same code zipped twice has one hash."""
    notes: tuple[str, ...]
    """What the student should know: skipped `!` lines, a renamed file."""
