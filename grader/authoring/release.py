"""`grade release`: write what students get of an exercise, and nothing of what they must not get."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.authoring.leaks import find_leaks
from grader.authoring.notebook import read_cells, write_notebook
from grader.authoring.stub import cut_modules, write_stub
from grader.course import COURSE_FILE, parse_interface, read_files
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.authoring.stub import Cut
    from grader.course import Course

__all__ = ["read_reference_files", "release", "write_bundle", "write_public_course", "write_stub"]

README = re.compile(r"README(\.[a-z]{2})?\.md")


def release(course: Course, slugs: Sequence[str], to: Path) -> tuple[Path, ...]:
    """Write the students' files of these exercises (none given: of all), and return the paths written, sorted.

    Into the course's own `exercises` folder they go as `<slug>/…`. Any other `to` becomes a bundle, a course that
    students can work in: `course.yaml` with these exercises only, and `exercises/<slug>/…`. Everything is made and
    checked before anything is written; files that an earlier release wrote and this one does not are removed.

    Raises: CourseError when something is missing, wrong, or would give a solution away; UsageError for an unknown slug.
    """
    exercises = [course.exercise(slug) for slug in dict.fromkeys(slugs)] or list(course.exercises)
    bundle = to.resolve() != (course.root / "exercises").resolve()
    files: dict[Path, str] = {}
    for exercise in exercises:
        folder = to / "exercises" / exercise.slug if bundle else to / exercise.slug
        files |= {folder / name: text for name, text in write_bundle(course, exercise.slug).items()}
    if bundle:
        files[to / COURSE_FILE] = write_public_course(course, [exercise.slug for exercise in exercises])
    try:
        for folder in {path.parent for path in files}:
            folder.mkdir(parents=True, exist_ok=True)
            for stale in folder.iterdir():
                if README.fullmatch(stale.name) and stale not in files:
                    stale.unlink()
        for path, text in files.items():
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CourseError(f"The release can't be written: {error.strerror}: {error.filename}.") from None
    return tuple(sorted(files))


def write_bundle(course: Course, slug: str) -> dict[str, str]:
    """The students' files of one exercise, text by name.

    Raises: CourseError as `release` does.
    """
    folder = course.suite_folder(slug)
    name = f"{slug}.py"
    sources = read_reference_files(folder)
    cuts = cut_modules(sources)
    for file, cut in cuts.items():
        _refuse_hidden_names(file, sources[file], cut)
    readmes = {path.name: _read(path) for path in sorted(folder.iterdir()) if README.fullmatch(path.name)}
    if not readmes:
        raise CourseError(f"solutions/{slug} has no README.md.", "Students need to know what to do.")
    stubs = {file: cut.stub for file, cut in cuts.items()}
    files = {**stubs, **readmes, "test_examples.py": _read(folder / "test_examples.py")}
    wanted = [f"README.{language}.md" for language in course.languages[:1]] + ["README.md"]
    readme = next((readmes[name] for name in wanted if name in readmes), next(iter(readmes.values())))
    files[f"{slug}.ipynb"] = write_notebook(slug, readme, stubs[name])
    shown = {**files, f"{slug}.ipynb": read_cells(files[f"{slug}.ipynb"])}
    leaks = [leak for cut in cuts.values() for leak in find_leaks(cut, shown)]
    if leaks:
        raise CourseError(
            f"solutions/{slug}: the release would give the solution away: {', '.join(leaks[:5])}.",
            "Write it differently there, or move the line out of the solution region.",
        )
    return files


def read_reference_files(folder: Path) -> dict[str, str]:
    """The text of every module of the reference by its path in `folder`, the exercise's own first.

    Raises: CourseError when one can't be read.
    """
    main = f"{folder.name}.py"
    return {main: _read(folder / main)} | {path: _read(file) for path, file in read_files(folder).items()}


def _refuse_hidden_names(file: str, source: str, cut: Cut) -> None:
    try:
        if parse_interface(cut.stub) != parse_interface(source):
            raise CourseError(f"{file}: a function or class begins inside a solution region, so the stub lacks it.")
    except SyntaxError as error:
        raise CourseError(f"{file}: without its solution regions it is no Python: {error.msg}.") from None


def write_public_course(course: Course, slugs: Sequence[str]) -> str:
    """The course's course.yaml with these exercises only, and without its comments, which are the authors'."""
    import io

    from ruamel.yaml import YAML

    content = YAML(typ="safe", pure=True).load(_read(course.root / COURSE_FILE))
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


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise CourseError(f"{path.parent.name}/{path.name} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CourseError(f"{path.parent.name}/{path.name} is no UTF-8.", "Save it as UTF-8.") from None
