"""`grade deliver`: where a server's reports go on their own."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Literal

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.server_data import data_option, open_data
from grader.cli.store_option import store_option
from grader.host.messages import say

__all__ = ["command"]


@click.command("deliver")
@click.option("--webhook", metavar="URL", help="Post each report there, signed.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write each there.")
@click.option("--view", type=click.Choice(["student", "staff"]), default="student", help="Whose view is sent.")
@click.option("--off", is_flag=True, help="Send nothing any more.")
@data_option
@store_option
@shared()
def command(
    settings: Settings,
    webhook: str | None,
    folder: Path | None,
    view: Literal["student", "staff"],
    data: Path | None,
    *,
    off: bool,
) -> int:
    """Have a server deliver the reports of a course, and tell what waits. Without options: tell only.

    What is not taken is tried again, for about two weeks. Scores for an LMS need none of this: see grade lti.

    Example: grade deliver --course ~/course --webhook https://records.example.edu/grades --data /srv/grader
    """
    from grader.host.destinations import Destination, keep_destination, read_destinations

    course = open_course(settings).id
    with open_data(data) as (place, store):
        if webhook or folder or off:
            where = None if folder is None else str(folder.absolute())
            keep_destination(place, course, Destination(None if off else webhook, None if off else where, view))
        found = read_destinations(place).get(course, Destination())
        waiting = store.deliveries.unsent(course)
    if settings.as_json:
        unsent = [
            {"kind": one.parcel.kind, "tries": one.tries, "failed": one.failed, "given_up": one.done_at is not None}
            for one in waiting
        ]
        print_json({**asdict(found), "unsent": unsent})
        return 0
    for place_name in filter(None, (found.webhook, found.folder)):
        click.echo(say(settings.language, "delivers_to", place=place_name, view=found.view))
    if not (found.webhook or found.folder):
        click.echo(say(settings.language, "delivers_nowhere"))
    for one in waiting:
        key = "delivery_waits" if one.done_at is None else "delivery_lost"
        click.echo(say(settings.language, key, kind=one.parcel.kind, id=one.id, tries=one.tries, why=one.failed or "-"))
    return 0
