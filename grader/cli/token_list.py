"""`grade token list`: a user's tokens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import Settings, shared
from grader.cli.output import console, print_json
from grader.cli.people import open_accounts
from grader.cli.server_data import data_option
from grader.cli.store_option import store_option
from grader.host.messages import say
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from grader.store.account_rows import TokenRow

__all__ = ["command"]


@click.command("list")
@click.argument("name")
@data_option
@store_option
@shared()
def command(settings: Settings, name: str, data: Path | None) -> int:
    """Show the tokens of the user NAME: what they are for, and when they were used last.

    Example: grade token list ann --data /srv/grader
    """
    with open_accounts(data) as accounts:
        tokens = accounts.tokens(accounts.user(name).id)
    if settings.as_json:
        print_json({"tokens": [_document(token) for token in tokens]})
    elif tokens:
        _show(tokens, settings.language)
    else:
        click.echo(say(settings.language, "no_tokens"))
    return 0


def _show(tokens: tuple[TokenRow, ...], language: str) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("id", "label", "made", "used", "ends"):
        table.add_column(say(language, f"column_{name}"), justify="right" if name == "id" else "left")
    for token in tokens:
        ends = say(language, "revoked") if token.revoked_at else _day(token.expires_at)
        table.add_row(str(token.id), clean_line(token.name), _day(token.created_at), _day(token.used_at), ends)
    console().print(table)


def _day(when: datetime | None) -> str:
    return "" if when is None else f"{when:%Y-%m-%d}"


def _document(token: TokenRow) -> dict[str, object]:
    times = {"created_at": token.created_at, "used_at": token.used_at, "expires_at": token.expires_at}
    shown = {name: None if when is None else when.isoformat(timespec="seconds") for name, when in times.items()}
    return {"id": token.id, "label": token.name, **shown, "revoked": token.revoked_at is not None}
