"""`grade user erase`: all data of one person, gone."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.people import open_store, place_option
from grader.host.messages import say, say_count
from grader.host.refusals import SpokenError

__all__ = ["command"]


@click.command("erase")
@click.argument("name")
@click.option("--yes", "sure", is_flag=True, help="Don't ask.")
@place_option
@shared()
def command(settings: Settings, name: str, sure: bool, data: Path | None) -> int:
    """Delete everything that is kept of a person. It can't be undone, and a backup that is put back erases them again.

    NAME is what they sign in with, or the id that they submit under. The audit log keeps its lines, which name nobody.

    Example: grade user erase --data /srv/grader ann
    """
    from grader.host.privacy import erase_person, find_subject

    with open_store(settings, data) as (store, folder):
        person = find_subject(store, name)
        if not sure:
            if not sys.stdin.isatty():
                raise SpokenError("erase_needs_yes")
            question = say_count(settings.language, "erase_person", len(person.submissions), name=ascii(name))
            click.confirm(question, abort=True, err=True)
        erase_person(store, folder, person, datetime.now(UTC))
    if settings.as_json:
        print_json({"erased": True, "submissions": len(person.submissions)})
    else:
        click.echo(say(settings.language, "erased_person"))
    return 0
