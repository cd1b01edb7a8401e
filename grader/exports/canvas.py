"""Canvas: the CSV of its grade book. `EX` is its mark for excused; a cell left empty changes nothing there.

Its importer reads the last `,` or `.` of a number as the decimal mark and needs `Section` last among the columns on the
student (lib/gradebook_importer.rb of canvas-lms), so a number here never has a mark between thousands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.exports.filled import Export, check_same_points, exercise_columns, fill, match_lines
from grader.host.gradebook import figure, harmless
from grader.host.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.host.gradebook import Book, Cell, Line

__all__ = ["fill_canvas", "write_canvas"]

_STUDENT = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
_POINTS = "    Points Possible"


def write_canvas(book: Book) -> Export:
    """A file that Canvas imports; it finds students by SIS ids or login, and makes the assignments that it lacks."""
    rows = [
        [*_STUDENT, *(harmless(column.title) for column in book.columns)],
        [_POINTS, "", "", "", "", *(figure(column.points) for column in book.columns)],
    ]
    for line in book.lines:
        person = line.person
        about = [harmless(line.name), person.lms if person else "", person.number if person else "", line.student, ""]
        rows.append([*about, *map(_score, line.cells)])
    return Export({"canvas.csv": Table("canvas.csv", rows).render()})


def fill_canvas(book: Book, titles: Sequence[frozenset[str]], table: Table) -> Export:
    """The file that Canvas exported, with our scores in it.

    Raises:
        UsageError: it is no grade book of Canvas, or has no column of ours.
    """
    header = [cell.strip() for cell in table.header]
    if not {"ID", "Section"} <= set(header) or "SIS Login ID" not in header:
        raise UsageError(
            worded("{file} is no grade book that Canvas exported.", file=table.name),
            worded("In Canvas: Grades, Export, Export Entire Gradebook."),
        )
    places = [header.index(name) for name in ("SIS Login ID", "SIS User ID", "ID") if name in header]
    columns = exercise_columns(table, titles)
    lines = match_lines(book, _names)
    points = next((row for row in table.rows[1:4] if row and "Points Possible" in row[0]), None)
    remarks = []
    for column, place in zip(book.columns, columns, strict=True):
        if place is not None and points is not None and place < len(points):
            remarks += check_same_points(table, points[place], column.slug, column.points)

    def find(row: list[str]) -> Line | None:
        if row is points:
            return None
        return next((lines[name] for place in places if (name := row[place].strip().casefold()) in lines), None)

    def write(row: list[str], index: int, _line: Line, cell: Cell) -> None:
        place, score = columns[index], _score(cell)
        if place is not None and score:
            row[place] = score

    remarks += fill(table, book, columns, find, write)
    return Export({table.name: table.render()}, tuple(remarks))


def _names(line: Line) -> list[str]:
    person = line.person
    return [line.student, *([person.number, person.lms, person.email] if person else [])]


def _score(cell: Cell) -> str:
    return "EX" if cell.state == "excused" else figure(cell.score)
