"""`grade release`: write what students get."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.errors import CourseError, UsageError, worded

if TYPE_CHECKING:
    from grader.course.model import Course

__all__ = ["command"]


@click.command("release")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where to.")
@click.option(
    "--nbgrader",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write a course for nbgrader there instead.",
)
@shared()
def command(settings: Settings, slugs: tuple[str, ...], to: Path | None, nbgrader: Path | None) -> int:
    """Write the stub, READMEs, examples and notebook of these exercises (default: all) to DIR.

    In the course's own folder they go to exercises/ as they are; anywhere else they become a bundle: DIR, with a
    course.yaml and a page on how to start, and the same as DIR.zip. The course's releases.json notes it. What does not
    pass the gates of `grade validate` is not released.

    Example: grade release slope --to ../handout
    """
    if (to is None) == (nbgrader is None):
        raise UsageError(worded("Give --to DIR, or --nbgrader DIR."), worded("See: grade release --help"))
    from grader.authoring import release
    from grader.authoring.records import record_release

    course = open_course(settings)
    chosen = [course.exercise(slug).slug for slug in dict.fromkeys(slugs)] or [one.slug for one in course.exercises]
    _prove(course, chosen, settings)
    if to is None:
        from grader.cli.release_nbgrader import release_to_nbgrader

        assert nbgrader is not None
        return release_to_nbgrader(course, settings, chosen, nbgrader)
    to = to.resolve()
    if to == course.root.resolve():  # a bundle would replace the authors' course.yaml
        to /= "exercises"
    written = release(course, chosen, to)
    archive = to.with_name(f"{to.name}.zip")
    if archive in written:
        record_release(course, chosen, archive.read_bytes())
    if settings.as_json:
        print_json({"written": [str(path) for path in written]})
    else:
        for path in written:
            click.echo(path)
    return 0


def _prove(course: Course, slugs: list[str], settings: Settings) -> None:
    """Hold every exercise to the gates of `grade validate`, unless it passed them as it is.

    Raises: CourseError naming those that don't pass.
    """
    from grader.authoring.bundle import write_bundle
    from grader.authoring.proved import Proved
    from grader.cli.validate import validate_all

    for slug in slugs:
        write_bundle(course, slug)  # what it refuses is told at once, in its own words
    open_ = [slug for slug in slugs if not Proved(course).knows(slug)]
    failed = [one for one in validate_all(course, open_, settings, advise=False) if not one.ok] if open_ else []
    if failed:
        reasons = [problem.text for one in failed for problem in one.problems if problem.severity == "error"]
        why = f" {reasons[0]}" if reasons else ""
        names = [one.slug for one in failed]
        raise CourseError(f"Not released: {', '.join(names)}.{why}", f"Run: grade validate {' '.join(names)}")
