"""`grade submit`: hand in, grade, report."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.opening import has_suites, open_course, open_engine
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.host.refusals import SpokenError

__all__ = ["command"]


@click.command("submit")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option(
    "--as", "who", type=click.Choice(["staff", "student"]), default="staff", help="Whose view of the report to show."
)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where to write the page."
)
@shared("exercise", "student", "device", "seed", "isolation")
def command(settings: Settings, paths: tuple[Path, ...], who: str, html: Path | None) -> int:
    """Hand in a .py file, a notebook, a folder or a zip, and have it graded by the hidden tests.

    Example: grade submit slope.py

    Example: grade submit homework.ipynb --exercise training_loop --json
    """
    if html is not None and len(paths) > 1:
        raise SpokenError("one_html")
    course = open_course(settings, near=paths[0].parent)
    if not has_suites(course):
        raise SpokenError("no_tests")
    from grader.cli.desk import Desk, tell_left_over  # what judging needs is not there on a student's machine
    from grader.host.host import Host

    with open_engine(course, settings) as engine, Host.open(course, engine) as host:
        desk = Desk(course, host, settings, who, html)
        code = desk.submit(paths[0]) if len(paths) == 1 else max(desk.try_submit(path) for path in paths)
        if settings.as_json:
            print_json(desk.documents if len(paths) > 1 else desk.documents[0])
        tell_left_over(host, settings.language)
    return code
