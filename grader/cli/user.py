"""`grade user`: who may sign in, and one person's data."""

from __future__ import annotations

import click

from grader.cli.lazy import LazyGroup

__all__ = ["command"]


@click.command(
    "user",
    cls=LazyGroup,
    package="grader.cli",
    commands={
        "add": ("user_add", "Make a user with a password."),
        "password": ("user_password", "Set another password for a user."),
        "invite": ("user_invite", "Make a link that lets somebody into the course."),
        "list": ("user_list", "Show who may sign in."),
        "export": ("user_export", "Write all data of one person to a zip."),
        "erase": ("user_erase", "Delete all data of one person."),
    },
)
def command() -> None:
    """People: who may sign in, and what is kept of them.

    Example: grade user invite --data /srv/grader --role student --name ann
    """
