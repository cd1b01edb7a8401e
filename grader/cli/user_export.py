"""`grade user export`: all data of one person."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.people import open_store, place_option
from grader.errors import UserError
from grader.host.messages import say_count
from grader.host.refusals import SpokenError

__all__ = ["command"]


@click.command("export")
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE", help="The zip.")
@place_option
@shared()
def command(settings: Settings, name: str, out: Path, data: Path | None) -> int:
    """Write everything that is kept of a person to a zip: data.json, their files, their reports as they see them.

    NAME is what they sign in with, or the id that they submit under.

    Example: grade user export --data /srv/grader ann --out ann.zip
    """
    from grader.host.privacy import export_person, find_subject
    from grader.host.write import write_whole

    try:
        course = open_course(settings)
        courses = {course.id: course}
    except UserError:  # then nothing is shown that is for after a due date
        courses = {}
    with open_store(settings, data) as (store, _):
        person = find_subject(store, name)
        packed = export_person(store, person, courses, datetime.now(UTC))
    try:
        write_whole(out, packed)
        out.chmod(0o600)
    except OSError as error:
        raise SpokenError("cant_write", file=str(out), reason=str(error.strerror)) from error
    if settings.as_json:
        print_json({"file": str(out), "submissions": len(person.submissions)})
    else:
        click.echo(say_count(settings.language, "exported_person", len(person.submissions), file=out))
    return 0
