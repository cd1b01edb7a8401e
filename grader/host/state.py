"""Where one course's database and secret lie: in the user's state folder, never in the course."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import load_course
from grader.course.state import state_folder
from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from grader.course.model import Course

__all__ = ["STORE", "course_state", "database_path", "file_name", "note_folder", "store_of", "store_place"]

STORE = "GRADER_STORE"
"""The environment variable that names the database, where it is not the file in the state or data folder."""
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def course_state(course: str) -> Path:
    """The folder of one course, made for its owner only. A course is known by its id, wherever its own folder lies.

    Raises:
        UsageError: it can't be made.
    """
    folder = state_folder() / "courses" / file_name(course)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            worded("Can't make {folder}: {reason}.", folder=folder, reason=error.strerror),
            worded("Name a folder of yours in GRADER_STATE."),
        ) from error
    return folder


def file_name(course: str) -> str:
    """What a file of the course may be called."""
    return course if _SAFE.fullmatch(course) else "course-" + hashlib.sha256(course.encode()).hexdigest()[:16]


def database_path(course: str) -> Path:
    """The file that the course's submissions lie in, where `GRADER_STORE` names no other place."""
    return course_state(course) / "grader.db"


def note_folder(course: Course) -> Path | None:
    """Note where the course lies; the other folder where it lay last, if there still is a course with its id.

    Raises:
        UserError, OSError: it can't be noted, or the other course is wrong.
    """
    noted, here = course_state(course.id) / "folder", course.root.resolve()
    before = Path(noted.read_text("utf-8")) if noted.is_file() else None
    if before == here:
        return None
    noted.write_text(str(here), "utf-8")
    return before if before is not None and load_course(before).id == course.id else None


def store_place(folder: Path) -> Path | str:
    """The database of a state or data folder: what `GRADER_STORE` names, a file or an address, else the file in it."""
    return os.environ.get(STORE) or folder / "grader.db"


def store_of(course: str) -> Path | str:
    """Where the course's submissions lie."""
    return store_place(course_state(course))
