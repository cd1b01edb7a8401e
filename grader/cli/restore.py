"""`grade restore`: a backup put back."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.backup import state_of
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.store_option import store_in, store_option
from grader.host.messages import say

__all__ = ["command"]


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="The server's folder.")
@store_option
@click.option("--replace", is_flag=True, help="Move aside what is there.")
@shared()
def command(settings: Settings, file: Path, data: Path | None, replace: bool) -> int:
    """Make the server's folder, or the course's own state, what it was when FILE was written. The server must not run.

    People whose data was erased since stay erased. The database is brought up to date with this grader; one on Postgres
    must be empty.

    Example: grade restore --data /srv/grader backup.tar.gz
    """
    from grader.host.backup import restore

    folder = state_of(settings, data)
    place = store_in(folder)
    aside = restore(file, folder, replace=replace, store=None if place == folder / "grader.db" else place)
    if settings.as_json:
        print_json({"folder": str(folder), "moved_aside": None if aside is None else str(aside)})
        return 0
    click.echo(say(settings.language, "restored", folder=folder))
    if aside is not None:
        click.echo(say(settings.language, "moved_aside", folder=aside))
    return 0
