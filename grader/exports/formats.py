"""Every format that grades leave in, by the name that `--format` gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.exports.canvas import fill_canvas, write_canvas
from grader.exports.filled import Export
from grader.exports.github import classroom_json
from grader.exports.gradescope import results_json
from grader.exports.moodle import fill_moodle, write_moodle
from grader.exports.moodle_xml import write_moodle_xml
from grader.exports.plain import write_csv, write_json
from grader.host.table import parse_table
from grader.host.view import is_after_due
from grader.report import from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.host.gradebook import Book
    from grader.host.host import Host
    from grader.host.table import Table
    from grader.report.model import Report

__all__ = ["FORMATS", "Upload", "export"]

FORMATS = {
    "csv": "student, a column an exercise, total",
    "json": "all that the grade book knows",
    "canvas": "CSV for Canvas; --into fills its own export",
    "moodle": "CSV for Moodle; --into fills its grading worksheet or grader report",
    "moodle-xml": "XML for Moodle's grade import",
    "gradescope": "results.json, one a submission",
    "github": "a result of GitHub Classroom, one a submission",
    "nbgrader": "gradebook.db; --into adds to one",
}
"""What each is."""

_WHOLE: dict[str, Callable[[Book], Export]] = {
    "csv": write_csv,
    "json": write_json,
    "canvas": write_canvas,
    "moodle": write_moodle,
    "moodle-xml": write_moodle_xml,
}
_FILLED: dict[str, Callable[[Book, Sequence[frozenset[str]], Table], Export]] = {
    "canvas": fill_canvas,
    "moodle": fill_moodle,
}


@dataclass(frozen=True, slots=True)
class Upload:
    """The file that an LMS exported, to be filled."""

    name: str
    data: bytes


def export(host: Host, book: Book, name: str, *, into: Upload | None = None) -> Export:
    """The grade book in a format.

    Raises:
        UsageError: an unknown format, or one that fills no file, or a file that it can't fill.
    """
    if name not in FORMATS:
        raise UsageError(
            worded("There is no format {name}.", name=repr(name)),
            worded("There are: {names}", names=", ".join(FORMATS)),
        )
    if name == "nbgrader":
        from grader.exports.nbgrader.book import write_nbgrader

        return write_nbgrader(book, None if into is None else into.data)
    if into is not None:
        if name not in _FILLED:
            raise UsageError(worded("{name} fills no file.", name=name), worded("Leave out --into."))
        return _FILLED[name](book, _titles(host, book), parse_table(into.name, into.data))
    if name in _WHOLE:
        return _WHOLE[name](book)
    return _each(host, book, name)


def _titles(host: Host, book: Book) -> list[frozenset[str]]:
    """The names that an LMS may have given each exercise."""
    return [
        frozenset(
            {column.slug, *(title.strip().casefold() for title in host.course.exercise(column.slug).titles.values())}
        )
        for column in book.columns
    ]


def _each(host: Host, book: Book, name: str) -> Export:
    """A file for each submission that counts, and for each fault of ours."""
    files = {}
    for line in book.lines:
        for column, cell in zip(book.columns, line.cells, strict=True):
            document = None if cell.submission is None else host.store.report(cell.submission)
            if document is not None:
                files[f"{line.student}/{column.slug}/{_NAMES[name]}"] = _render(host, name, from_json(document))
    return Export(files)


_NAMES = {"gradescope": "results.json", "github": "result.json"}


def _render(host: Host, name: str, report: Report) -> bytes:
    if name == "gradescope":
        return results_json(report)
    return classroom_json(
        report,
        after_due=is_after_due(host, report.student, report.exercise),
    )
