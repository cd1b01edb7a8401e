"""`grade release --nbgrader DIR`: a course for nbgrader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.opening import open_engine
from grader.cli.output import note, print_json

if TYPE_CHECKING:
    from pathlib import Path

    from grader.cli.options import Settings
    from grader.course.model import Course
    from grader.judge.verdicts import Verdicts

__all__ = ["release_to_nbgrader"]


def release_to_nbgrader(course: Course, settings: Settings, slugs: list[str], to: Path) -> int:
    """Write the course and say what to run next; the exit code."""
    from grader.authoring import read_subjects
    from grader.authoring.nbgrader.write_out import write_out
    from grader.course.interface import read_interface
    from grader.submission import read_packed

    with open_engine(course, settings) as engine:

        def prove(slug: str) -> Verdicts:
            interface = read_interface(course.suite_folder(slug) / f"{slug}.py")
            reference = read_packed(read_subjects(course, slug)["reference"], slug=slug, interface=interface)
            return engine.judge(course.exercise(slug), reference, seed=0, device="cpu")

        written = write_out(course, slugs, to.resolve(), prove)
    if settings.as_json:
        print_json({"written": [str(path) for path in written]})
    else:
        for path in written:
            click.echo(path)
    made = [path.stem for path in written if path.suffix == ".ipynb"]
    note(f"Next, in {to}: nbgrader generate_assignment {made[0] if len(made) == 1 else 'SLUG'}")
    return 0
