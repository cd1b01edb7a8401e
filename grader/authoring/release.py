"""`grade release`: write what students get, and nothing of what they must not get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.authoring.archive import write_archive
from grader.authoring.bundle import EXAMPLES, write_bundle
from grader.authoring.folder import README, read_text
from grader.authoring.handout import write_start_pages
from grader.course import COURSE_FILE
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.course import Course

__all__ = ["release", "write_public_course", "zip_release"]


def release(course: Course, slugs: Sequence[str], to: Path) -> tuple[Path, ...]:
    """Write the students' files of these exercises (none given: of all), and return the paths written, sorted.

    Into the course's own `exercises` folder they go as `<slug>/…`. Any other `to` becomes a bundle, a course that
    students can work in: `START.md`, `course.yaml` with these exercises only, and `exercises/<slug>/…`; beside it lies
    the same as `<to>.zip`. Everything is made and checked before anything is written; READMEs and examples that an
    earlier release wrote and this one does not are removed. The same course gives the same bytes.

    Raises: CourseError when something is missing, wrong, or would give a solution away; UsageError for an unknown slug.
    """
    exercises = [course.exercise(slug) for slug in dict.fromkeys(slugs)] or list(course.exercises)
    chosen = [exercise.slug for exercise in exercises]
    to = to.resolve()
    bundles = {slug: write_bundle(course, slug) for slug in chosen}
    if to == (course.root / "exercises").resolve():
        return _write(to, {f"{slug}/{name}": data for slug, files in bundles.items() for name, data in files.items()})
    files = _lay_out(course, bundles)
    archive = write_archive(course.id, files)
    written = _write(to, files)
    zipped = _write(to.parent, {f"{to.name}.zip": archive})
    return tuple(sorted((*written, *zipped)))


def zip_release(course: Course, slugs: Sequence[str]) -> bytes:
    """The zip of a bundle of these exercises, in memory. Raises as `release` does."""
    return write_archive(course.id, _lay_out(course, {slug: write_bundle(course, slug) for slug in slugs}))


def _lay_out(course: Course, bundles: Mapping[str, Mapping[str, bytes]]) -> dict[str, bytes]:
    """A bundle's files by path."""
    chosen = list(bundles)
    files = {f"exercises/{slug}/{name}": data for slug, made in bundles.items() for name, data in made.items()}
    texts = {COURSE_FILE: write_public_course(course, chosen), **write_start_pages(course, chosen)}
    return files | {name: text.encode() for name, text in texts.items()}


def _write(to: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    paths = {to / name: data for name, data in files.items()}
    try:
        for folder in {path.parent for path in paths}:
            folder.mkdir(parents=True, exist_ok=True)
            for stale in folder.iterdir() if folder != to else ():
                if (README.fullmatch(stale.name) or stale.name == EXAMPLES) and stale not in paths:
                    stale.unlink()
        for path, data in paths.items():
            path.write_bytes(data)
    except OSError as error:
        raise CourseError(f"The release can't be written: {error.strerror}: {error.filename}.") from None
    return tuple(sorted(paths))


def write_public_course(course: Course, slugs: Sequence[str]) -> str:
    """The course's course.yaml with these exercises only, and without its comments, which are the authors'."""
    import io

    from ruamel.yaml import YAML

    content = YAML(typ="safe", pure=True).load(read_text(course.root / COURSE_FILE))
    content["exercises"] = [exercise for exercise in content["exercises"] if exercise["slug"] in slugs]
    writer = YAML()
    writer.width = 4096
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(_plain(content), stream)
    return stream.getvalue()


def _plain(value: Any) -> Any:
    """The same with moments as text: course.yaml has them in the course's zone, and a dump would add one."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | None) else str(value)
