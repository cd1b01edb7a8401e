"""`grade user password`: another password for a user who has lost theirs."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.people import open_accounts
from grader.cli.server_data import data_option
from grader.cli.store_option import store_option
from grader.cli.user_add import read_password
from grader.host.messages import say

__all__ = ["command"]


@click.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin instead of asking.")
@data_option
@store_option
@shared()
def command(settings: Settings, name: str, password_stdin: bool, data: Path | None) -> int:
    """Set another password for the user NAME, which ends every session of theirs. Their tokens go on working.

    Example: grade user password --data /srv/grader ann
    """
    with open_accounts(data) as accounts:
        user = accounts.user(name)
        accounts.set_password(user.id, read_password(settings.language, from_stdin=password_stdin))
    if settings.as_json:
        print_json({"name": user.name, "changed": True})
    else:
        click.echo(say(settings.language, "password_changed", name=user.name))
    return 0
