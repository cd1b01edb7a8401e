"""`grade excuse`: a student need not do an exercise."""

from __future__ import annotations

import click

from grader.cli.opening import has_suites, open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.host.messages import say
from grader.host.refusals import SpokenError

__all__ = ["command"]


@click.command("excuse")
@click.argument("who", metavar="STUDENT")
@click.argument("slug", metavar="SLUG")
@click.option("--none", "none", is_flag=True, help="They have to do it after all.")
@click.option("--reason", default="", metavar="TEXT", help="Why; staff see it. Not needed with --none.")
@shared()
def command(settings: Settings, who: str, slug: str, none: bool, reason: str) -> int:
    """Say that a student need not do an exercise: in the grade book it then counts neither for nor against them.

    Example: grade excuse ann slope --reason "did it last year"
    """
    course = open_course(settings)
    if not has_suites(course):
        raise SpokenError("no_tests")
    from grader.host.classroom import excuse
    from grader.host.host import Host

    with Host.open(course) as host:
        excuse(host, None, who, slug, reason, excused=not none)
    if settings.as_json:
        print_json({"student": who, "exercise": slug, "excused": not none})
    else:
        click.echo(say(settings.language, "excuse_taken_back" if none else "excused", student=who, slug=slug))
    return 0
