"""Moodle: CSV for its grade import, and its own files filled: the grading worksheet and the grader report.

Moodle's import stops at the first user that it does not know, so with a roster only people on it are written.
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

__all__ = ["fill_moodle", "known_lines", "write_moodle"]

_IDENTIFIER = ("identifier", "identificador")
_GRADE = ("grade", "nota", "avaliação")
_MAXIMUM = ("maximum grade", "nota máxima", "avaliação máxima")
_MAY_CHANGE = ("grade can be changed", "a nota pode ser alterada", "a avaliação pode ser alterada")
_PEOPLE = (
    *_IDENTIFIER,
    *("username", "nome de utilizador", "nome de usuário", "id number", "número de identificação"),
    *("email address", "endereço de e-mail", "endereço de email"),
)


def write_moodle(book: Book) -> Export:
    """A file for Grades, Import, CSV file: map `Username` (or another id) to the user, each title to its grade item."""
    lines, remarks = known_lines(book)
    rows = [["Username", "ID number", "Email address", *(harmless(column.title) for column in book.columns)]]
    for line in lines:
        person = line.person
        about = [line.student, person.number if person else "", person.email if person else ""]
        rows.append([*about, *(figure(cell.score) for cell in line.cells)])
    return Export({"moodle.csv": Table("moodle.csv", rows).render()}, remarks)


def known_lines(book: Book) -> tuple[list[Line], tuple[str, ...]]:
    """Whom Moodle can be told of: everyone on the roster, if there is one; and who is left out, in words."""
    if not any(line.person for line in book.lines):
        told = worded(
            "Moodle stops at ids that it doesn't know. Give --roster, or the file that Moodle exported: --into"
        )
        return list(book.lines), (told,)
    left_out = [line.student for line in book.lines if line.person is None]
    remarks = tuple(worded("{student} is not on the roster and was left out.", student=one) for one in left_out)
    return [line for line in book.lines if line.person], remarks


def fill_moodle(book: Book, titles: Sequence[frozenset[str]], table: Table) -> Export:
    """The grading worksheet of one assignment, or the grader report, as Moodle exported it, with our scores in it.

    Raises:
        UsageError: it is neither, has no column of ours, or is a worksheet and the book has several exercises.
    """
    header = [cell.strip().casefold() for cell in table.header]
    places = [index for index, name in enumerate(header) if name in _PEOPLE]
    if not places:
        raise UsageError(
            worded("{file} is no table of students that Moodle exported.", file=table.name),
            worded("In Moodle: the assignment, Download grading worksheet; or Grades, Export, Plain text file."),
        )
    is_worksheet = any(name in header for name in _IDENTIFIER)
    if is_worksheet and len(book.columns) != 1:
        raise UsageError(
            worded("{file} is the worksheet of one assignment.", file=table.name), worded("Say which: --exercise SLUG")
        )
    columns: list[int | None] = (
        [_place(header, _GRADE, table)] if is_worksheet else exercise_columns(table, titles, prefix=True)
    )
    lines = match_lines(book, _names)
    maximum = next((index for index, name in enumerate(header) if name in _MAXIMUM), None)
    may_change = next((index for index, name in enumerate(header) if name in _MAY_CHANGE), None)
    remarks = []
    if is_worksheet and maximum is not None and len(table.rows) > 1 and maximum < len(table.rows[1]):
        remarks += check_same_points(table, table.rows[1][maximum], book.columns[0].slug, book.columns[0].points)

    def find(row: list[str]) -> Line | None:
        return next((lines[name] for place in places if (name := row[place].strip().casefold()) in lines), None)

    def write(row: list[str], index: int, line: Line, cell: Cell) -> None:
        place = columns[index]
        if place is None or cell.score is None:
            return
        if may_change is not None and row[may_change].strip().casefold() in ("no", "não"):
            remarks.append(worded("{student}'s grade is locked in Moodle and was left.", student=line.student))
            return
        row[place] = figure(cell.score)

    remarks += fill(table, book, columns, find, write)
    return Export({table.name: table.render()}, tuple(remarks))


def _place(header: Sequence[str], names: Sequence[str], table: Table) -> int:
    for name in names:
        if name in header:
            return header.index(name)
    raise UsageError(worded("{file} has no column of grades.", file=table.name))


def _names(line: Line) -> list[str]:
    person = line.person
    if person is None:
        return [line.student]
    participant = [f"{word}{person.lms}" for word in ("Participant ", "Participante ", "")] if person.lms else []
    return [line.student, person.number, person.email, *participant]
