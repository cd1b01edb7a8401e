"""Finding the course of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course.load import COURSE_FILE
from grader.course.state import noted_course
from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["find_course"]


def find_course(start: Path, *, explicit: Path | None = None) -> Path:
    """The course folder: `explicit`, else the nearest above `start` with a course.yaml, else the one noted.

    Raises:
        UsageError: there is none.
    """
    if explicit is not None:
        folder = explicit.parent if explicit.name == COURSE_FILE else explicit
        if not (folder / COURSE_FILE).is_file():
            raise UsageError(
                worded("There is no {file} in {folder}.", file=COURSE_FILE, folder=folder),
                worded("Give the course folder: --course DIR"),
            )
        return folder.resolve()
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / COURSE_FILE).is_file():
            return folder.resolve()
    noted = noted_course()
    if noted is not None and (noted / COURSE_FILE).is_file():
        return noted
    raise UsageError(
        worded("No course here: no {file} in {start} or above.", file=COURSE_FILE, start=start),
        worded("Go to the course folder, or add --course DIR"),
    )
