"""`grade start`: copy what students get of an exercise, and never touch what a student wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.opening import open_course
from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.course.state import note_course
from grader.errors import GraderError
from grader.host.messages import say, say_count
from grader.host.refusals import SpokenError

if TYPE_CHECKING:
    from grader.course.model import Course

__all__ = ["command"]


@click.command("start")
@click.argument("slug")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@shared()
def command(settings: Settings, slug: str, folder: Path | None) -> int:
    """Copy an exercise to DIR (default: a folder of its name), and remember the course for later commands.

    Files that are there already stay as they are.

    Example: grade start slope ~/homework/slope
    """
    course = open_course(settings)
    exercise = course.exercise(slug)
    folder = folder or Path(slug)
    written, kept = _copy(course, slug, folder)
    try:
        note_course(course.root)
    except GraderError as error:  # the copy is there and works; only the note is missing
        note(str(error))
    language = settings.language
    if settings.as_json:
        print_json({"exercise": slug, "folder": str(folder.absolute()), "written": written, "kept": kept})
        return 0
    for name in kept:
        click.echo(say(language, "kept", file=folder / name))
    readme = f"README.{language}.md" if (folder / f"README.{language}.md").is_file() else "README.md"
    count = say_count(language, "files", len(written))
    title = exercise.title(language)
    click.echo(say(language, "started", title=title, count=count, folder=folder, readme=readme, file=f"{slug}.py"))
    return 0


def _copy(course: Course, slug: str, folder: Path) -> tuple[list[str], list[str]]:
    """Names that were written, and names that were there with another content."""
    stub = course.stub_folder(slug)
    if not (stub / f"{slug}.py").is_file():
        raise SpokenError("no_stub", folder=str(stub), slug=slug, to=str(stub.parent))
    written: list[str] = []
    kept: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise SpokenError("no_folder", folder=str(folder), slug=slug) from error
    except OSError as error:
        raise SpokenError("cant_write", file=str(folder), reason=str(error.strerror)) from error
    for path in sorted(stub.rglob("*")):
        if path.is_symlink() or not path.is_file() or "__pycache__" in path.parts:
            continue
        name, data = path.relative_to(stub).as_posix(), path.read_bytes()
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:  # fails rather than overwrite, also when two run at once
                file.write(data)
            written.append(name)
        except FileExistsError:
            if not target.is_file() or target.read_bytes() != data:
                kept.append(name)
        except OSError as error:
            raise SpokenError("cant_write", file=str(target), reason=str(error.strerror)) from error
    return written, kept
