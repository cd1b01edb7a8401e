"""`grade token revoke`: take a token back."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.people import open_accounts
from grader.cli.server_data import data_option
from grader.cli.store_option import store_option
from grader.host.messages import say
from grader.host.refusals import SpokenError

__all__ = ["command"]


@click.command("revoke")
@click.argument("name")
@click.argument("number", type=int, metavar="ID")
@data_option
@store_option
@shared()
def command(settings: Settings, name: str, number: int, data: Path | None) -> int:
    """Take back the token ID (see `grade token list`) of the user NAME: it lets nobody in from now on.

    Example: grade token revoke ann 3 --data /srv/grader
    """
    with open_accounts(data) as accounts:
        if not accounts.revoke(accounts.user(name).id, number):
            raise SpokenError("no_such_token", number=str(number), name=name)
    if settings.as_json:
        print_json({"revoked": number})
    else:
        click.echo(say(settings.language, "token_revoked", number=number))
    return 0
