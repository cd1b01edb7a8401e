"""The grade book of a course: a line a student, a cell an exercise, what counts in each."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.course import policy
from grader.host.roster import Person

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from grader.host.host import Host
    from grader.store.account_rows import MemberRow
    from grader.store.rows import SubmissionRow

__all__ = ["Book", "Cell", "Column", "Line", "cell_of", "figure", "gradebook", "harmless", "render_csv"]

CellState = Literal["graded", "missing", "waiting", "rejected", "grader_error", "excused"]


@dataclass(frozen=True, slots=True)
class Column:
    """One exercise."""

    slug: str
    title: str
    points: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What counts for one student in one exercise."""

    state: CellState
    score: float | None = None
    """None unless graded: a fault of ours or a file that could not be read is no zero."""
    submission: int | None = None
    """The submission that counts; without one, the last that was handed in."""
    late_days: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One student; cells in the order of the columns."""

    student: str
    person: Person | None
    """What the roster knows of them."""
    cells: tuple[Cell, ...]

    @property
    def total(self) -> float:
        """The sum of what there is."""
        return sum(cell.score for cell in self.cells if cell.score is not None)

    @property
    def name(self) -> str:
        """For people to read: the roster's name, else the id."""
        return (self.person.name if self.person else "") or self.student


@dataclass(frozen=True, slots=True)
class Book:
    """The whole grade book; lines by student id."""

    course: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def points(self) -> float:
        """What could be reached."""
        return sum(column.points for column in self.columns)


def gradebook(
    host: Host,
    roster: Iterable[Person] = (),
    *,
    slugs: Collection[str] | None = None,
    students: Collection[str] | None = None,
    excused: Collection[tuple[str, str]] | None = None,
    language: str = "en",
) -> Book:
    """The grade book as it stands now: everyone who submitted, and everyone on the roster or a student of the server.

    `slugs` and `students` pick some of each; `excused` are pairs of student and slug, those of the store if not given.
    What assistants and instructors hand in to try an exercise out is left out.

    Raises:
        UsageError: a slug that the course doesn't have.
    """
    wanted = None if slugs is None else {host.course.exercise(slug).slug for slug in slugs}
    exercises = [one for one in host.course.exercises if wanted is None or one.slug in wanted]
    members = {one.student: one for one in host.store.accounts.roster(host.course.id) if one.student is not None}
    people = {student: _person(student, one) for student, one in members.items() if one.role == "student"}
    people |= {person.id: person for person in roster}
    staff = members.keys() - people.keys()
    if excused is None:
        excused = {(one.student, one.exercise) for one in host.store.classbook.excuses(host.course.id)}
    by_pair: dict[tuple[str, str], list[SubmissionRow]] = {}
    for row in host.history():
        by_pair.setdefault((row.student, row.exercise), []).append(row)
    everyone = sorted({*people, *(student for student, _ in by_pair)} - staff)
    lines = tuple(
        Line(
            student,
            people.get(student),
            tuple(
                cell_of(by_pair.get((student, one.slug), []), one.counts, excused=(student, one.slug) in excused)
                for one in exercises
            ),
        )
        for student in everyone
        if students is None or student in students
    )
    columns = tuple(Column(one.slug, one.title(language), one.points) for one in exercises)
    return Book(host.course.id, _title(host, language), columns, lines)


def _person(student: str, member: MemberRow) -> Person:
    return Person(student, member.display_name or "", member.email or "")


def _title(host: Host, language: str) -> str:
    titles = host.course.titles
    return titles.get(language) or titles.get("en") or next(iter(titles.values()), host.course.id)


def cell_of(rows: Sequence[SubmissionRow], counts: str, *, excused: bool) -> Cell:
    """What counts of a student's submissions of an exercise, oldest first."""
    if excused:
        return Cell("excused", attempts=len(rows))
    best = policy.counting(rows, counts)
    if best is not None:
        return Cell("graded", best.score, best.id, best.late_days, len(rows))
    if not rows:
        return Cell("missing")
    last = rows[-1]
    state: CellState = "waiting"
    if last.state in ("rejected", "grader_error"):
        state = "rejected" if last.state == "rejected" else "grader_error"
    return Cell(state, submission=last.id, late_days=last.late_days, attempts=len(rows))


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
        writer.writerow([harmless(student), *map(figure, own), figure(total)])
    return text.getvalue().encode()


def harmless(text: str) -> str:
    """Spreadsheets run a cell that begins with these; a quote in front makes it text."""
    return f"'{text}" if text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def figure(score: float | None) -> str:
    """Points with a decimal point and at most 4 decimals, never as 1e+06, never with a mark between thousands."""
    return "" if score is None else f"{score:.4f}".rstrip("0").rstrip(".")
