"""The grade book: a line a student, a column an exercise, and a total."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["render_csv"]


def render_csv(slugs: Sequence[str], scores: Mapping[str, Mapping[str, float | None]]) -> bytes:
    """`scores` (by student, then slug) as CSV in UTF-8, students in order.

    A cell is empty where there is no score: nothing handed in, a file that could not be read, or our fault. The total
    adds up what there is.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", *slugs, "total"])
    for student in sorted(scores):
        own = [scores[student].get(slug) for slug in slugs]
        total = sum(score for score in own if score is not None)
        writer.writerow([_harmless(student), *map(_figure, own), _figure(total)])
    return text.getvalue().encode()


def _harmless(text: str) -> str:
    """Spreadsheets run a cell that begins with these; a quote in front makes it text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _figure(score: float | None) -> str:
    """Points with a decimal point and at most 4 decimals, never as 1e+06."""
    return "" if score is None else f"{score:.4f}".rstrip("0").rstrip(".")
