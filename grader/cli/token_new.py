"""`grade token new`: a token, shown once."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.cli.people import open_accounts
from grader.cli.server_data import data_option
from grader.cli.store_option import store_option
from grader.host.messages import say

__all__ = ["command"]


@click.command("new")
@click.argument("name")
@click.option("--label", default="grade", metavar="TEXT", help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3660), metavar="N", help="How long it works. Default: until revoked.")
@data_option
@store_option
@shared()
def command(settings: Settings, name: str, label: str, days: int | None, data: Path | None) -> int:
    """Make a token that lets programs in as the user NAME. It is shown now and never again: only a hash is kept.

    Example: grade token new ann --data /srv/grader --label laptop --days 90
    """
    with open_accounts(data) as accounts:
        secret = accounts.new_token(accounts.user(name).id, label, days)
    if settings.as_json:
        print_json({"token": secret, "label": label, "days": days})
    else:
        note(say(settings.language, "token_once"))
        click.echo(secret)
    return 0
