"""`grade store`: databases, and what goes from one to another."""

from __future__ import annotations

import click

from grader.cli.lazy import LazyGroup

__all__ = ["command"]


@click.command(
    "store",
    cls=LazyGroup,
    package="grader.cli",
    commands={"copy": ("store_copy", "Copy courses, or everything, from one database to another.")},
)
def command() -> None:
    """Where submissions and reports lie: a file (SQLite), or Postgres.

    Example: grade store copy /srv/grader/grader.db postgresql://grader@db.example.edu/grader
    """
