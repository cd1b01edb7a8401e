"""`grade token`: tokens that let programs in."""

from __future__ import annotations

import click

from grader.cli.lazy import LazyGroup

__all__ = ["command"]


@click.command(
    "token",
    cls=LazyGroup,
    package="grader.cli",
    commands={
        "new": ("token_new", "Make a token for a user; it is shown once."),
        "list": ("token_list", "Show a user's tokens."),
        "revoke": ("token_revoke", "Take a token back."),
    },
)
def command() -> None:
    """Tokens that let programs in as a user, for instance where no browser is at hand.

    Example: grade token new ann --data /srv/grader --label laptop --days 90
    """
