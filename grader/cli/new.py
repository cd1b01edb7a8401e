"""`grade new`: a skeleton of a course or of an exercise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.host.messages import say

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["command"]


@click.command("new")
@click.argument("what", type=click.Choice(["course", "exercise"]))
@click.argument("name", metavar="DIR|SLUG")
@click.option("--title", default="", metavar="TEXT", help="Default: the name in words.")
@click.option(
    "--points",
    type=click.FloatRange(min=0, min_open=True),
    default=2.0,
    metavar="N",
    help="Of an exercise. Default: 2.",
)
@shared()
def command(settings: Settings, what: str, name: str, title: str, points: float) -> int:
    """Begin a course in DIR, with one exercise, or add the exercise SLUG to the course and its course.yaml.

    What is written passes `grade validate`, and is there to be written over. An author must write reference, hidden
    suite and README; examples, misconceptions, hints and alternatives are optional. Nothing that is there is replaced.

    Example: grade new exercise softmax --title "The softmax" --points 5
    """
    from grader.authoring.new import new_course, new_exercise

    if what == "course":
        languages = ("en",) if settings.lang is None else (settings.lang,)
        written = new_course(Path(name), title=title, languages=languages)
        return _tell(written, settings, f"cd {name}; grade validate")
    written = new_exercise(open_course(settings), name, title=title, points=points)
    return _tell(written, settings, f"grade validate {name}")


def _tell(written: Sequence[Path], settings: Settings, following: str) -> int:
    if settings.as_json:
        print_json({"written": [str(path) for path in written]})
        return 0
    for path in written:
        click.echo(path)
    note(say(settings.language, "next", command=following))
    return 0
