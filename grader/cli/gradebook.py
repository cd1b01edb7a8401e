"""`grade gradebook`: the class's scores, for people and for other systems."""

from __future__ import annotations

import click

from grader.cli.lazy import LazyGroup

__all__ = ["command"]


@click.command(
    "gradebook",
    cls=LazyGroup,
    package="grader.cli",
    commands={"export": ("gradebook_export", "Write the grade book for an LMS, a spreadsheet or a script.")},
)
def command() -> None:
    """What everyone has in every exercise.

    Example: grade gradebook export --format canvas --out canvas.csv
    """
