"""`grade comment`: say something to a student about an exercise."""

from __future__ import annotations

import click

from grader.cli.opening import has_suites, open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.host.messages import say
from grader.host.refusals import SpokenError

__all__ = ["command"]


@click.command("comment")
@click.argument("who", metavar="STUDENT")
@click.argument("slug", metavar="SLUG")
@click.argument("text", metavar="TEXT")
@click.option("--submission", type=int, metavar="ID", help="About this submission of theirs.")
@shared()
def command(settings: Settings, who: str, slug: str, text: str, submission: int | None) -> int:
    """Say something to a student about an exercise. They see the text and your role, not your name.

    Example: grade comment ann slope "A nice solution; look at the sign once more."
    """
    course = open_course(settings)
    if not has_suites(course):
        raise SpokenError("no_tests")
    from grader.host.classroom import comment
    from grader.host.host import Host

    with Host.open(course) as host:
        number = comment(host, None, who, slug, text, submission=submission)
    if settings.as_json:
        print_json({"comment": number, "student": who, "exercise": slug})
    else:
        click.echo(say(settings.language, "commented", student=who, slug=slug))
    return 0
