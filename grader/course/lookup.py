"""Finding things by name: the course of a folder, an exercise of a course."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from grader.course.load import COURSE_FILE
from grader.course.state import noted_course
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.course.model import Course, Exercise

__all__ = ["find_course", "find_exercise", "near_misses"]


def find_course(start: Path, *, explicit: Path | None = None) -> Path:
    """The course folder: `explicit`, else the nearest above `start` with a course.yaml, else the one noted.

    Raises:
        UsageError: there is none.
    """
    if explicit is not None:
        folder = explicit.parent if explicit.name == COURSE_FILE else explicit
        if not (folder / COURSE_FILE).is_file():
            raise UsageError(f"There is no {COURSE_FILE} in {folder}.", "Give the course folder: --course DIR")
        return folder.resolve()
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / COURSE_FILE).is_file():
            return folder.resolve()
    noted = noted_course()
    if noted is not None and (noted / COURSE_FILE).is_file():
        return noted
    raise UsageError(
        f"No course here: no {COURSE_FILE} in {start} or above.", "Go to the course folder, or add --course DIR"
    )


def find_exercise(course: Course, slug: str) -> Exercise:
    """The exercise named `slug`.

    Raises:
        UsageError: there is none; names near misses, else all of them.
    """
    for exercise in course.exercises:
        if exercise.slug == slug:
            return exercise
    raise UsageError(
        f"There is no exercise {slug!r}.", near_misses(slug, [exercise.slug for exercise in course.exercises])
    )


def near_misses(name: str, known: Sequence[str]) -> str:
    """Advice in one sentence: what `name` was probably meant to be."""
    near = get_close_matches(name.lower(), known, n=2, cutoff=0.6)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    listed = ", ".join(known[:20]) + (", ..." if len(known) > 20 else "")
    return f"The course has: {listed}." if known else "The course has no exercises."
