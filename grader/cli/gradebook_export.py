"""`grade gradebook export`: scores for LMSes, nbgrader, spreadsheets and scripts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.opening import open_course, open_ledger
from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.errors import UsageError, worded
from grader.host.refusals import SpokenError
from grader.report.messages import translate
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from grader.exports.filled import Export
    from grader.exports.formats import Upload

__all__ = ["command"]

NAMES = ("csv", "json", "canvas", "moodle", "moodle-xml", "gradescope", "github", "nbgrader")
"""As `grader.exports.formats` has them, which is imported late."""


@click.command("export")
@click.option("--format", "name", type=click.Choice(NAMES), required=True, help="For whom.")
@click.option(
    "--into", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="The file that the LMS exported."
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="PATH", help="Where to write. Default: one file to stdout."
)
@click.option(
    "--roster", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A CSV of ids, names, numbers."
)
@shared("exercise", "student")
def command(settings: Settings, name: str, into: Path | None, out: Path | None, roster: Path | None) -> int:
    """Write the grade book: a file, or with gradescope and github a folder with a file for each submission that counts.

    With --into the file that Canvas or Moodle exported is filled, since ids and sections exist only there: its lines
    stay, and cells without a score of ours keep what they have. The file itself is left as it is, the filled one goes
    to --out. What has no place is said. A fault of ours and a file that could not be read leave a cell empty; they are
    never a 0.

    Example: grade gradebook export --format canvas --into Grades.csv --out Grades-filled.csv

    Example: grade gradebook export --format moodle --exercise slope --into worksheet.csv --out filled.csv
    """
    from grader.exports.formats import export
    from grader.host.gradebook import gradebook
    from grader.host.roster import read_roster

    course = open_course(settings)
    host = open_ledger(course)
    if host is None:
        raise SpokenError("no_reports_here")
    people = () if roster is None else read_roster(roster)
    with host:
        slugs = None if settings.exercise is None else [settings.exercise]
        students = None if settings.student is None else {settings.student}
        book = gradebook(host, people, slugs=slugs, students=students, language=settings.language)
        made = export(host, book, name, into=_read(into))
    for remark in made.remarks:
        note(clean_line(translate(settings.language, remark)))
    return _write(made, out, settings)


def _read(into: Path | None) -> Upload | None:
    if into is None:
        return None
    from grader.exports.formats import Upload

    try:
        return Upload(into.name, into.read_bytes())
    except OSError as error:
        raise UsageError(worded("Can't read {file}: {reason}.", file=into, reason=error.strerror)) from error


def _write(made: Export, out: Path | None, settings: Settings) -> int:
    from grader.host.write import write_whole

    if not made.files:
        raise SpokenError("no_reports_here")
    is_single = len(made.files) == 1 and (out is None or not out.is_dir())
    if out is None:
        if not is_single or settings.as_json:
            raise UsageError(worded("An export needs a place."), worded("Say where: --out PATH"))
        sys.stdout.buffer.write(next(iter(made.files.values())))
        return 0
    written = []
    for name, data in made.files.items():
        path = out if is_single else out / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
        except OSError as error:
            raise UsageError(worded("Can't write {file}: {reason}.", file=path, reason=error.strerror)) from error
        written.append(str(path))
    if settings.as_json:
        print_json({"written": written, "remarks": [str(remark) for remark in made.remarks]})
    else:
        click.echo("\n".join(written))
    return 0
