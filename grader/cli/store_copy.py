"""`grade store copy`: courses, or everything, from one database to another."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.errors import UsageError, worded
from grader.host.messages import say

__all__ = ["command"]


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option(
    "--course", "courses", multiple=True, metavar="ID", help="A course's id; repeatable. Default: everything."
)
@shared(without=("course",))
def command(settings: Settings, source: str, target: str, courses: tuple[str, ...]) -> int:
    """Copy from one database to another; each is a file, or postgresql://user@host/name.

    All of it is there afterwards, or nothing. Without --course TO must be empty, and becomes what FROM is. With
    --course what belongs to these courses is added: submissions keep their numbers, people who take part come along,
    and sign in anew. Stop the server first: what is handed in meanwhile is not copied. Secrets and keys lie in the
    server's folder, and stay there.

    Example: grade store copy /srv/grader/grader.db postgresql://grader@db.example.edu/grader

    Example: grade store copy old.db new.db --course gradients
    """
    from grader.store import Store

    if "://" not in source and not Path(source).is_file():
        raise UsageError(worded("There is no database {path}.", path=source))
    with Store.open(source) as old, Store.open(target) as new:
        counts = old.copy_to(new, courses or None)
    if settings.as_json:
        print_json({"rows": counts})
    else:
        rows, submissions = sum(counts.values()), counts.get("submissions", 0)
        click.echo(say(settings.language, "store_copied", rows=rows, submissions=submissions))
    return 0
