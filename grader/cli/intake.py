"""What `grade batch` takes in besides a folder: an LMS's download, and a roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli.output import note
from grader.host.messages import say
from grader.report.messages import translate
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.cli.options import Settings
    from grader.course.model import Course
    from grader.host.batch import Batch
    from grader.host.roster import Person

__all__ = ["lay_out", "tell_absent"]


def lay_out(
    course: Course, settings: Settings, folder: Path, download: tuple[str, Path], people: Sequence[Person]
) -> None:
    """Unpack the download into the batch folder, which is made. What was left out is told."""
    from grader.authoring.downloads import unpack

    source, path = download
    slugs = [exercise.slug for exercise in course.exercises]
    slug = None if settings.exercise is None else course.exercise(settings.exercise).slug
    for remark in unpack(source, path, folder, slugs, slug=slug, roster=people):
        note(clean_line(translate(settings.language, remark)))


def tell_absent(people: Sequence[Person], batch: Batch, language: str) -> list[str]:
    """Who is on the roster and submitted nothing."""
    here = {graded.found.student for graded in batch.graded}
    absent = [person.id for person in people if person.id not in here]
    if absent:
        note(say(language, "absent", students=", ".join(map(clean_line, absent))))
    return absent
