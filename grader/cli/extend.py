"""`grade extend`: more time for one student."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.opening import has_suites, open_course, open_engine
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.errors import UsageError, worded
from grader.host.messages import moment, say, say_count
from grader.host.refusals import SpokenError

if TYPE_CHECKING:
    from datetime import datetime

    from grader.course.model import Course

__all__ = ["command"]


@click.command("extend")
@click.argument("who", metavar="STUDENT")
@click.argument("slug", metavar="SLUG")
@click.option("--until", metavar="TIME", help="As in course.yaml: 2026-03-20 23:59, or a date for all of that day.")
@click.option("--none", "none", is_flag=True, help="Take the extension back.")
@click.option("--reason", default="", metavar="TEXT", help="Why; staff see it.")
@shared()
def command(settings: Settings, who: str, slug: str, until: str | None, none: bool, reason: str) -> int:
    """Give a student until TIME for an exercise. What they handed in late is graded again; that uses no attempt.

    Example: grade extend ann slope --until 2026-03-20 --reason "was ill"
    """
    course = open_course(settings)
    if not has_suites(course):
        raise SpokenError("no_tests")
    if (until is None) != none:
        raise UsageError(
            worded("Give --until TIME, or --none to take an extension back."), worded("See: grade extend --help")
        )
    from grader.host.classroom import extend
    from grader.host.host import Host

    end = None if until is None else _parse(until, course)
    with open_engine(course, settings) as engine, Host.open(course, engine) as host:
        extend(host, None, who, slug, end, reason)
        graded = len(list(host.grade_waiting()))
    if settings.as_json:
        until = None if end is None else end.isoformat(timespec="seconds")
        print_json({"student": who, "exercise": slug, "until": until, "graded": graded})
        return 0
    if end is None:
        click.echo(say(settings.language, "extension_taken_back", student=who, slug=slug))
    else:
        shown = moment(settings.language, end, course.timezone)
        click.echo(say(settings.language, "extended", student=who, slug=slug, until=shown))
    if graded:
        click.echo(say_count(settings.language, "graded_again", graded))
    return 0


def _parse(text: str, course: Course) -> datetime:
    from grader.course.quantities import parse_moment

    try:
        return parse_moment(text, course.timezone, last=True)
    except ValueError as error:
        raise UsageError(
            worded("--until is no time: {reason}.", reason=error), worded("Write it as in 2026-03-20 23:59.")
        ) from None
