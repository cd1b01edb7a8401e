"""`grade submit`: hand in, grade, report."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.opening import has_suites, open_course, open_engine
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.host.refusals import SpokenError

if TYPE_CHECKING:
    from grader.course.model import Course

__all__ = ["command"]


@click.command("submit")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH...]")
@click.option(
    "--as", "who", type=click.Choice(["staff", "student"]), default="staff", help="Whose view of the report to show."
)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where to write the page."
)
@shared("exercise", "student", "device", "seed", "isolation")
def command(settings: Settings, paths: tuple[Path, ...], who: str, html: Path | None) -> int:
    """Hand in a .py file, a notebook, a folder or a zip, and have it graded by the hidden tests.

    Without PATH it hands in what `grade check` would run: the exercise of the folder you are in.

    Example: grade submit slope.py

    Example: grade submit homework.ipynb --exercise training_loop --json
    """
    if html is not None and len(paths) > 1:
        raise SpokenError("one_html")
    course = open_course(settings, near=paths[0].parent if paths else Path.cwd())
    if not paths and (has_suites(course) or course.server):
        from grader.cli.target import find_own

        paths = (find_own(settings, course),)
    if not has_suites(course):
        if course.server is None:
            raise SpokenError("no_tests")
        from grader.cli.remote_submit import submit_to_server

        return submit_to_server(course, settings, paths, html)
    if len(paths) == 1 and html is None and not settings.debug and settings.engine is None:
        settings = replace(settings, key=settings.key or uuid.uuid4().hex)
        code = _hand_over(course, settings, paths[0], who)
        if code is not None:
            return code
    from grader.cli.desk import Desk, pack_for, tell_left_over  # what judging needs is not there on a student's machine
    from grader.host.host import Host

    with open_engine(course, settings) as engine, Host.open(course, engine) as host:
        desk = Desk(course, host, settings, who, html)
        if len(paths) == 1:
            code = desk.submit(*pack_for(course, paths[0], settings))
        else:
            code = max(desk.try_submit(path) for path in paths)
        if settings.as_json:
            print_json(desk.documents if len(paths) > 1 else desk.documents[0])
        tell_left_over(host, settings.language)
    return code


def _hand_over(course: Course, settings: Settings, path: Path, who: str) -> int | None:
    """The exit code of the resident process, which is started if there is none; None where it does not do it."""
    from grader.host.resident.place import is_wanted

    if not is_wanted():
        return None
    from grader.cli.desk import pack_for
    from grader.cli.quick import describe_terminal
    from grader.host.resident.client import Unserved, finish
    from grader.host.resident.start import ask

    slug, packed = pack_for(course, path, settings)
    order = {
        "type": "submit",
        "key": settings.key,
        "name": packed.name,
        "told": "",
        "slug": slug,
        "student": settings.who,
        "device": settings.device,
        "seed": settings.seed,
        "language": settings.language,
        "as_json": settings.as_json,
        "who": who,
        "terminal": describe_terminal(),
    }
    with contextlib.suppress(Unserved):
        resident = ask(course.root, settings.isolation, order, packed.data)
        with contextlib.closing(resident):
            return finish(resident, whole=settings.as_json, language=settings.language)
    return None
