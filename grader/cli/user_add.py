"""`grade user add`: a user with a password."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.cli.people import open_accounts
from grader.cli.server_data import data_option
from grader.cli.store_option import store_option
from grader.host.messages import say
from grader.host.refusals import SpokenError

if TYPE_CHECKING:
    from grader.store.account_rows import Role

__all__ = ["ROLES", "command", "read_password"]

ROLES = ("student", "assistant", "instructor")


@click.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), help="What they are in the course.")
@click.option("--administrator", is_flag=True, help="They may do everything, in every course.")
@click.option("--display-name", metavar="TEXT", help="What lists show.")
@click.option("--email", metavar="ADDRESS")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin instead of asking.")
@data_option
@store_option
@shared()
def command(
    settings: Settings,
    name: str,
    role: Role | None,
    administrator: bool,
    display_name: str | None,
    email: str | None,
    password_stdin: bool,
    data: Path | None,
) -> int:
    """Make a user who signs in with NAME and a password. With --role they have a part in the course.

    Example: grade user add --data /srv/grader --course . ann --role instructor
    """
    course = None if role is None else open_course(settings).id
    with open_accounts(data) as accounts:
        user = accounts.add_user(
            name,
            read_password(settings.language, from_stdin=password_stdin),
            administrator=administrator,
            display_name=display_name,
            email=email,
            language=settings.lang,
        )
        if course is not None:
            accounts.set_role(None, course, user.id, role)
    if settings.as_json:
        print_json({"name": user.name, "id": user.public_id, "role": role, "administrator": administrator})
    else:
        click.echo(say(settings.language, "user_added", name=user.name))
    return 0


def read_password(language: str, *, from_stdin: bool) -> str:
    """From stdin, else from the keyboard, twice. Raises `SpokenError`: nobody is there to type it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise SpokenError("password_needed")
    again = say(language, "password_again")
    typed: str = click.prompt(say(language, "password"), hide_input=True, confirmation_prompt=again, err=True)
    return typed
