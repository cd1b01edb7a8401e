"""`grade user invite`: a link that lets somebody into the course."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.cli.people import open_accounts
from grader.cli.server_data import data_option
from grader.cli.store_option import store_option
from grader.cli.user_add import ROLES
from grader.host.messages import moment, say

if TYPE_CHECKING:
    from grader.store.account_rows import Role

__all__ = ["command"]


@click.command("invite")
@click.option("--role", type=click.Choice(ROLES), default="student", help="What they will be in the course.")
@click.option("--name", metavar="NAME", help="For this name only; what lies under it becomes theirs.")
@click.option("--email", metavar="ADDRESS", help="To be kept with the user; nothing is sent.")
@click.option("--url", metavar="URL", help="Where the server is reached. Default: the course's `server`.")
@data_option
@store_option
@shared()
def command(
    settings: Settings, role: Role, name: str | None, email: str | None, url: str | None, data: Path | None
) -> int:
    """Make a link that is good once and for two weeks: whoever opens it chooses a password and is in the course.

    Example: grade user invite --data /srv/grader --name 1234567
    """
    course = open_course(settings)
    with open_accounts(data) as accounts:
        code = accounts.invite(None, course.id, role, name, email)
        invitation = accounts.invitation(code)
        assert invitation is not None
    link = f"{(url or course.server or '').rstrip('/')}/invite/{code}"
    if settings.as_json:
        until = invitation.expires_at.isoformat(timespec="seconds")
        print_json({"course": course.id, "role": role, "name": name, "link": link, "expires_at": until})
    else:
        until = moment(settings.language, invitation.expires_at, course.timezone)
        click.echo(say(settings.language, "invited", course=course.id, until=until))
        click.echo(link)
        if link.startswith("/"):
            note(say(settings.language, "invited_where"))
    return 0
