"""`grade new`: a course, or an exercise in a course; nothing that is there is ever written over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.authoring.course_file import add_exercise
from grader.authoring.skeleton import FIRST, POINTS, write_course_file, write_skeleton
from grader.course import COURSE_FILE, load_course
from grader.course.slugs import refuse_slug
from grader.errors import CourseError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course

__all__ = ["new_course", "new_exercise"]


def new_course(folder: Path, *, title: str = "", languages: tuple[str, ...] = ("en",)) -> tuple[Path, ...]:
    """Make a course with one exercise in a folder, which may hold other things; the paths written.

    Raises: UsageError when the folder has a course.yaml or a solutions folder; CourseError when it can't be written.
    """
    folder = folder.absolute()
    for name in (COURSE_FILE, "solutions"):
        if (folder / name).exists():
            raise UsageError(f"{folder} has a {name} already.", "Add to it with: grade new exercise SLUG")
    title = title or folder.name.replace("_", " ").replace("-", " ").strip().capitalize() or "A course"
    course = re.sub(r"[^A-Za-z0-9._-]+", "-", folder.name).lstrip("._-")[:64] or "course"
    text = add_exercise(write_course_file(course, title, languages), _entry(FIRST, "The first step", POINTS, languages))
    files = {folder / COURSE_FILE: text}
    files |= _skeleton(folder, FIRST, "The first step", POINTS, languages)
    return _write(files)


def new_exercise(course: Course, slug: str, *, title: str = "", points: float = POINTS) -> tuple[Path, ...]:
    """Add an exercise to a course and to its course.yaml, whose comments stay; the paths written.

    Raises: UsageError when the name is no slug or is taken; CourseError when it can't be written.
    """
    reason = refuse_slug(slug) or (f"{slug!r} is one of the course's packages" if slug in course.packages else "")
    if reason:
        raise UsageError(f"{slug!r} can't name an exercise: {reason}.")
    if any(exercise.slug == slug for exercise in course.exercises):
        raise UsageError(f"{COURSE_FILE} has an exercise {slug!r} already.")
    if course.suite_folder(slug).exists():
        raise UsageError(f"solutions/{slug} is there already.", "Choose another name, or move it away.")
    title = title or slug.replace("_", " ").capitalize()
    files = _skeleton(course.root, slug, title, points, course.languages)
    path = course.root / COURSE_FILE
    before = path.read_text(encoding="utf-8")
    after = add_exercise(before, _entry(slug, title, points, course.languages))
    written = _write(files)
    try:
        path.write_text(after, encoding="utf-8", newline="\n")
        load_course(course.root)
    except OSError as error:
        raise CourseError(f"{COURSE_FILE} can't be written: {error.strerror}.") from None
    except CourseError:
        path.write_text(before, encoding="utf-8", newline="\n")
        raise
    return tuple(sorted((*written, path)))


def _entry(slug: str, title: str, points: float, languages: tuple[str, ...]) -> dict[str, Any]:
    """One title where the course has one language, else one for each, to be translated."""
    titles: Any = title if len(languages) == 1 else dict.fromkeys(languages, title)
    return {"slug": slug, "title": titles, "points": int(points) if points == int(points) else points}


def _skeleton(root: Path, slug: str, title: str, points: float, languages: tuple[str, ...]) -> dict[Path, str]:
    folder = root / "solutions" / slug
    return {folder / name: text for name, text in write_skeleton(slug, title, points, languages).items()}


def _write(files: dict[Path, str]) -> tuple[Path, ...]:
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:  # fails rather than write over
                file.write(text)
    except OSError as error:
        raise CourseError(f"{error.filename} can't be written: {error.strerror}.") from None
    return tuple(sorted(files))
