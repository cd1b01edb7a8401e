"""Filling the table that an LMS exported: its rows and ids stay, scores go where student and exercise meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.archive import write_archive
from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from grader.host.gradebook import Book, Cell, Line
    from grader.host.table import Table

__all__ = ["Export", "check_same_points", "exercise_columns", "fill", "match_lines"]

_MARK = re.compile(r"\s*\([^()]*\)\s*$")
"""What an LMS writes behind a title: Canvas the assignment's number, Moodle "(Real)"."""


@dataclass(frozen=True, slots=True)
class Export:
    """Files by name, and one line for each thing that is not in them."""

    files: Mapping[str, bytes]
    remarks: tuple[str, ...] = ()

    def as_one(self, name: str, folder: str) -> tuple[str, bytes]:
        """The file with its name, without folders; what is several files as the zip `name`, below `folder`."""
        if len(self.files) == 1:
            ((path, data),) = self.files.items()
            return path.rpartition("/")[2], data
        return f"{name}.zip", write_archive(folder, self.files)


def exercise_columns(table: Table, titles: Sequence[frozenset[str]], *, prefix: bool = False) -> list[int | None]:
    """Of each exercise, given by its casefolded names, the column that bears one of them.

    Raises:
        UsageError: none of them has one, or two columns bear the same.
    """
    names = [_bare(cell, prefix=prefix) for cell in table.header]
    columns: list[int | None] = []
    for known in titles:
        found = [index for index, name in enumerate(names) if name in known]
        if len(found) > 1:
            raise UsageError(
                worded("{file} has two columns {column}.", file=table.name, column=repr(table.header[found[0]])),
                worded("Remove the one that is not meant."),
            )
        columns.append(found[0] if found else None)
    if all(column is None for column in columns):
        raise UsageError(
            worded("{file} has no column named after an exercise.", file=table.name),
            worded("Name the LMS's assignments as course.yaml does, by title or by slug."),
        )
    return columns


def match_lines(book: Book, names_of: Callable[[Line], Iterable[str]]) -> dict[str, Line]:
    """The lines of the book by every name that an LMS may know them by; a name of two people is nobody's."""
    found: dict[str, Line | None] = {}
    for line in book.lines:
        for name in {name.casefold() for name in names_of(line) if name}:
            found[name] = None if name in found and found[name] is not line else line
    return {name: line for name, line in found.items() if line is not None}


def fill(
    table: Table,
    book: Book,
    columns: Sequence[int | None],
    find: Callable[[list[str]], Line | None],
    write: Callable[[list[str], int, Line, Cell], None],
) -> list[str]:
    """Have `write(row, exercise, line, cell)` put each cell that has a place into its row; what had none, in words."""
    seen = set()
    for row in table.rows[1:]:
        row.extend([""] * (len(table.header) - len(row)))
        line = find(row)
        if line is None:
            continue
        seen.add(line.student)
        for index, cell in enumerate(line.cells):
            if columns[index] is not None:
                write(row, index, line, cell)
    remarks: list[str] = [
        worded("{file} has no column for {slug}; it was left out.", file=table.name, slug=column.slug)
        for column, place in zip(book.columns, columns, strict=True)
        if place is None
    ]
    remarks += [
        worded("{student} is not in {file}; their scores were left out.", student=line.student, file=table.name)
        for line in book.lines
        if line.student not in seen and any(cell.state != "missing" for cell in line.cells)
    ]
    return remarks


def check_same_points(table: Table, told: str, slug: str, points: float) -> list[str]:
    """A remark where the LMS counts an exercise for other points than the course does."""
    try:
        there = float(told.replace(",", "."))
    except ValueError:
        return []
    if there == points:
        return []
    return [
        worded(
            "{slug} has {points} points here and {there} in {file}; scores are written as they are here.",
            slug=slug,
            points=f"{points:g}",
            there=f"{there:g}",
            file=table.name,
        )
    ]


def _bare(cell: str, *, prefix: bool) -> str:
    name = _MARK.sub("", cell)
    if prefix:
        name = name.rpartition(": ")[2]
    return name.strip().casefold()
