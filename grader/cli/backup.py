"""`grade backup`: the state of a server or of a course in one file, also while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.store_option import store_in, store_option
from grader.host.messages import say

__all__ = ["command", "state_of"]


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="The server's folder.")
@store_option
@shared()
def command(settings: Settings, file: Path, data: Path | None) -> int:
    """Write database, secrets and keys to FILE, also while the server runs. Without --data: of the course's own state.

    A database on Postgres is written as a file too: the backup can be put back to either.

    Who has the file has everyone's work and the server's keys: keep it as you keep those.

    Example: grade backup --data /srv/grader backup.tar.gz
    """
    from grader.host.backup import back_up

    folder = state_of(settings, data)
    made = back_up(folder, file, store_in(folder))
    if settings.as_json:
        print_json({"file": str(file), "made_at": made.made_at, "files": made.files})
    else:
        click.echo(say(settings.language, "backed_up", file=file, count=len(made.files)))
    return 0


def state_of(settings: Settings, data: Path | None) -> Path:
    """The folder that --data names, else the state folder of the course."""
    if data is not None:
        return data
    from grader.host.state import course_state

    return course_state(open_course(settings).id)
