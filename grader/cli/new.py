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


@click.group("new")
def command() -> None:
    """Begin a course or an exercise: a skeleton that passes `grade validate`, to be written over.

    Example: grade new exercise softmax
    """


@command.command("course")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--title", default="", metavar="TEXT", help="Default: the folder's name.")
@shared()
def course(settings: Settings, folder: Path, title: str) -> int:
    """Make a course in DIR, with one exercise. Nothing that is there is written over.

    Example: grade new course ~/gradients --title "Gradients"
    """
    from grader.authoring.new import new_course

    languages = ("en",) if settings.lang is None else (settings.lang,)
    return _tell(new_course(folder, title=title, languages=languages), settings, f"cd {folder}; grade validate")


@command.command("exercise")
@click.argument("slug")
@click.option("--title", default="", metavar="TEXT", help="Default: the name in words.")
@click.option("--points", type=click.FloatRange(min=0, min_open=True), default=2.0, metavar="N", show_default=True)
@shared()
def exercise(settings: Settings, slug: str, title: str, points: float) -> int:
    """Add an exercise to the course, and to its course.yaml.

    An author must write its reference, its hidden suite and a README; examples, misconceptions, hints and alternatives
    are optional.

    Example: grade new exercise softmax --title "The softmax" --points 5
    """
    from grader.authoring.new import new_exercise

    written = new_exercise(open_course(settings), slug, title=title, points=points)
    return _tell(written, settings, f"grade validate {slug}")


def _tell(written: Sequence[Path], settings: Settings, following: str) -> int:
    if settings.as_json:
        print_json({"written": [str(path) for path in written]})
        return 0
    for path in written:
        click.echo(path)
    note(say(settings.language, "next", command=following))
    return 0
