"""Plain CSV and JSON, for spreadsheets and scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.exports.filled import Export
from grader.host.gradebook import render_csv

if TYPE_CHECKING:
    from grader.host.gradebook import Book

__all__ = ["write_csv", "write_json"]


def write_csv(book: Book) -> Export:
    """As `grade batch` writes it: student, a column an exercise, total."""
    slugs = [column.slug for column in book.columns]
    scores = {
        line.student: {slug: cell.score for slug, cell in zip(slugs, line.cells, strict=True)} for line in book.lines
    }
    return Export({"gradebook.csv": render_csv(slugs, scores)})


def write_json(book: Book) -> Export:
    """Everything that the book knows."""
    document = {
        "course": book.course,
        "title": book.title,
        "points": book.points,
        "exercises": [{"slug": one.slug, "title": one.title, "points": one.points} for one in book.columns],
        "students": [
            {
                "student": line.student,
                "name": line.person.name if line.person else None,
                "email": line.person.email if line.person else None,
                "total": round(line.total, 9),
                "exercises": {
                    column.slug: {
                        "state": cell.state,
                        "score": cell.score,
                        "submission": cell.submission,
                        "late_days": cell.late_days,
                        "attempts": cell.attempts,
                    }
                    for column, cell in zip(book.columns, line.cells, strict=True)
                },
            }
            for line in book.lines
        ],
    }
    return Export({"gradebook.json": json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"})
