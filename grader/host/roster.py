"""Who is in the class: a CSV with ids and names, as a registrar, Canvas or Moodle gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.host.students import check_student
from grader.host.table import read_table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Person", "read_roster"]

_NAMES = {
    "id": ("student", "student id", "sis login id", "username", "nome de utilizador", "id number", "sid", "id"),
    "name": ("name", "full name", "student name", "nome", "nome completo"),
    "first": ("first name", "primeiro nome", "nome próprio"),
    "last": ("last name", "surname", "apelido", "sobrenome"),
    "email": ("email", "email address", "e-mail", "endereço de e-mail", "endereço de email"),
    "number": ("sis user id", "id number", "número de identificação", "sid"),
    "lms": ("identifier", "lms id"),
}
"""Headers that are understood, lower case, the surest first."""


@dataclass(frozen=True, slots=True)
class Person:
    """A student on the roster; what is not known is empty."""

    id: str
    """What their submissions lie under."""
    name: str = ""
    email: str = ""
    number: str = ""
    """The university's own number."""
    lms: str = ""
    """What their LMS calls them: Canvas's ID, Moodle's participant."""


def read_roster(path: Path) -> tuple[Person, ...]:
    """The people in a CSV with a header line: a column for the id, and where there are, names, e-mail and numbers.

    Raises:
        UsageError: it can't be read, names no id, names one twice, or holds an id that can't be used.
    """
    header, *rows = read_table(path).rows
    canvas = header[:1] == ["Student"]  # a grade book of Canvas: names come first there
    columns = {what: _find(header, names, skip_first=canvas) for what, names in _NAMES.items()}
    if canvas:
        columns["name"], columns["lms"] = 0, _find(header, ("id",))
    if columns["id"] is None:
        raise UsageError(
            worded("{file} has no column of student ids.", file=path.name),
            worded("Name it `student`, or use a file that Canvas or Moodle exported."),
        )

    people: dict[str, Person] = {}
    for row in rows:
        cells = {
            what: row[column].strip() if column is not None and column < len(row) else ""
            for what, column in columns.items()
        }
        if not cells["id"]:
            continue  # Canvas's line of points, blank lines
        student = check_student(cells["id"])
        if student in people:
            raise UsageError(worded("{file} names {student} twice.", file=path.name, student=student))
        name = cells["name"] or f"{cells['first']} {cells['last']}".strip()
        people[student] = Person(student, name, cells["email"], cells["number"], cells["lms"])
    return tuple(people.values())


def _find(header: list[str], names: tuple[str, ...], *, skip_first: bool = False) -> int | None:
    """The column with one of these names."""
    known = [cell.strip().casefold() for cell in header]
    if skip_first:
        known[0] = ""
    return next((known.index(name) for name in names if name in known), None)
