"""`grade release`: write what students get."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json

__all__ = ["command"]


@click.command("release")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option("--to", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where to.")
@shared()
def command(settings: Settings, slugs: tuple[str, ...], to: Path) -> int:
    """Write the stub, READMEs, examples and notebook of these exercises (default: all) to DIR.

    In the course's own folder they go to exercises/ as they are; anywhere else they become a bundle: DIR, with a
    course.yaml and a page on how to start, and the same as DIR.zip. The course's releases.json notes it.

    Example: grade release slope --to ../handout
    """
    from grader.authoring import release
    from grader.authoring.records import record_release

    course = open_course(settings)
    to = to.resolve()
    if to == course.root.resolve():  # a bundle would replace the authors' course.yaml
        to /= "exercises"
    written = release(course, slugs, to)
    archive = to.with_name(f"{to.name}.zip")
    if archive in written:
        chosen = list(dict.fromkeys(slugs)) or [exercise.slug for exercise in course.exercises]
        record_release(course, chosen, archive.read_bytes())
    if settings.as_json:
        print_json({"written": [str(path) for path in written]})
    else:
        for path in written:
            click.echo(path)
    return 0
