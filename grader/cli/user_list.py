"""`grade user list`: who may sign in."""

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
    from grader.store.account_rows import UserRow

__all__ = ["command"]


@click.command("list")
@data_option
@store_option
@shared()
def command(settings: Settings, data: Path | None) -> int:
    """Show every user, and what they are in which course.

    Example: grade user list --data /srv/grader
    """
    with open_accounts(data) as accounts:
        users = accounts.users()
    if settings.as_json:
        print_json({"users": [_document(user) for user in users]})
    elif users:
        _show(users, settings.language)
    else:
        click.echo(say(settings.language, "no_users"))
    return 0


def _show(users: tuple[UserRow, ...], language: str) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("user", "shown_as", "roles"):
        table.add_column(say(language, f"column_{name}"))
    for user in users:
        roles = [f"{part.course}: {say(language, f'role_{part.role}')}" for part in user.memberships]
        roles += [say(language, "role_administrator")] * user.administrator
        roles += [say(language, "disabled")] * (user.disabled_at is not None)
        table.add_row(clean_line(user.name or user.public_id), clean_line(user.display_name or ""), ", ".join(roles))
    console().print(table)


def _document(user: UserRow) -> dict[str, object]:
    return {
        "name": user.name,
        "id": user.public_id,
        "display_name": user.display_name,
        "email": user.email,
        "administrator": user.administrator,
        "disabled": user.disabled_at is not None,
        "courses": {part.course: {"role": part.role, "student": part.student} for part in user.memberships},
    }
