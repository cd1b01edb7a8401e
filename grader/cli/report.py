"""`grade report`: a report again, as staff or as its student sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.feedback import say_late, view, write_html
from grader.cli.opening import has_suites, open_course, open_ledger
from grader.cli.options import Settings, shared
from grader.cli.output import console, note, print_json
from grader.host.messages import say
from grader.host.refusals import SpokenError
from grader.host.write import write_whole
from grader.report.encode import to_json
from grader.report.terminal import render_terminal

if TYPE_CHECKING:
    from grader.course.model import Course

__all__ = ["command"]


@click.command("report")
@click.argument("which", required=False, metavar="[ID|SLUG]")
@click.option(
    "--as", "who", type=click.Choice(["staff", "student"]), default="staff", help="Whose view of the report to show."
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the page there.")
@click.option(
    "--verify", "signed", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Whose is that report?"
)
@click.option("--keys", metavar="FILE|URL", help="With --verify: the server's key set, /.well-known/jwks.json there.")
@shared("student")
def command(
    settings: Settings, which: str | None, who: str, html: Path | None, signed: Path | None, keys: str | None
) -> int:
    """Show the report of a submission: by its number, or your latest of an exercise, or your latest of all.

    With --verify show whose signature a JSON report bears; anything but a good one is exit code 2.

    Example: grade report slope --as student

    Example: grade report 123 --html report.html

    Example: grade report --verify report.json --keys https://grade.example.edu/.well-known/jwks.json
    """
    if signed is not None:
        from grader.cli.verify import verify

        return verify(settings, signed, keys)
    course = open_course(settings)
    if course.server is not None and not has_suites(course):
        return _show_remote(course, settings, which, html)
    host = open_ledger(course)
    if host is None:
        raise SpokenError("no_reports_here")
    with host:
        row, staff = host.find(which, settings.who)
        report = view(host, staff, who)
        language = settings.lang or report.language
        if settings.as_json:
            print_json(json.loads(to_json(report)))
        else:
            most = host.most_hints(row.exercise, report.language)
            title = host.course.exercise(row.exercise).title(language)
            render_terminal(report, console(), language=language, title=title, most_hints=most)
            late = say_late(host, row, report, language)
            if late:
                click.echo(late)
        if html is not None:
            line = say(language, "html_at", path=write_html(host, report, language, html))
            note(line) if settings.as_json else click.echo(line)
    return 0


def _show_remote(course: Course, settings: Settings, which: str | None, html: Path | None) -> int:
    """The same from the course's server, which gives students their own view."""
    from grader.cli.remote import need_remote

    with need_remote(course, settings) as remote:
        submission = remote.find(which)
        report = remote.report(submission)
        language = settings.lang or report.language
        if settings.as_json:
            print_json(json.loads(to_json(report)))
        else:
            title = course.exercise(report.exercise).title(language)
            render_terminal(report, console(), language=language, title=title)
        if html is not None:
            write_whole(html, remote.page(submission))
            note(say(language, "html_at", path=html.absolute()))
    return 0
