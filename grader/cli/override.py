"""`grade override`: set a student's score, with a reason that the student sees."""

from __future__ import annotations

import click

from grader.cli.opening import has_suites, open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.host.messages import number, say
from grader.host.refusals import SpokenError

__all__ = ["command"]


@click.command("override")
@click.argument("who", metavar="STUDENT")
@click.argument("slug", metavar="SLUG")
@click.option("--score", required=True, type=float, metavar="N", help="The score from now on.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; the student sees it.")
@shared()
def command(settings: Settings, who: str, slug: str, score: float, reason: str) -> int:
    """Set a student's score in an exercise. It stands, whatever is handed in or graded anew afterwards.

    Example: grade override ann slope --score 5 --reason "graded by hand: the idea is right"
    """
    course = open_course(settings)
    if not has_suites(course):
        raise SpokenError("no_tests")
    from grader.host.host import Host
    from grader.host.override import override

    with Host.open(course) as host:
        report = override(host, who, slug, score, reason)
    change = report.adjustments[-1]
    if settings.as_json:
        print_json({"student": who, "exercise": slug, "submission": report.id, "old": change.old, "new": change.new})
    else:
        old, new = number(settings.language, change.old), number(settings.language, change.new)
        click.echo(say(settings.language, "overridden", student=who, slug=slug, old=old, new=new, id=report.id))
    return 0
