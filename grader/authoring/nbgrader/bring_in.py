"""`grade import nbgrader`: a whole nbgrader course, one assignment or one notebook becomes exercises of a course."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from grader.authoring.course_file import add_exercise
from grader.authoring.nbgrader.convert import Imported, Remark, convert
from grader.authoring.nbgrader.restore import restore
from grader.authoring.nbgrader.slugs import make_slugs
from grader.authoring.nbgrader.source import find_notebooks, read_source
from grader.course import COURSE_FILE, load_course
from grader.errors import CourseError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.authoring.nbgrader.source import SourceNotebook

__all__ = ["BroughtIn", "bring_in"]

_COURSE_ID = re.compile(r"^\s*c\.CourseDirectory\.course_id\s*=\s*[\"']([^\"']+)[\"']", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What an import wrote."""

    exercises: tuple[Imported, ...]
    """Those that have files."""
    remarks: tuple[Remark, ...]
    """What was not converted, by notebook and cell."""
    written: tuple[Path, ...]


def bring_in(source: Path, root: Path) -> BroughtIn:
    """Make exercises of all notebooks below `source` and add them to the course in `root`, which is made if need be.

    Nothing is written unless everything can be.

    Raises:
        UsageError: there is no notebook, or an exercise of the name is there already.
        CourseError: a notebook or course.yaml can't be read or written.
    """
    notebooks = [read_source(assignment, path) for assignment, path in find_notebooks(source)]
    slugs = make_slugs([(notebook.assignment, notebook.name) for notebook in notebooks])
    made = [_make(notebook, slug) for notebook, slug in zip(notebooks, slugs, strict=True)]
    remarks = [remark for one in made for remark in one.remarks]
    remarks += [
        Remark(f"{notebook.assignment}/{path.name}", 0, "", _beside(path.name))
        for notebook in {notebook.path.parent: notebook for notebook in notebooks}.values()
        for path in sorted(notebook.path.parent.iterdir())
        if path.is_file() and path.suffix != ".ipynb" and not any(path.name in one.files for one in made)
    ]
    exercises = [one for one in made if one.files]
    if not exercises:
        return BroughtIn((), tuple(remarks), ())
    for one in exercises:
        if (root / "solutions" / one.slug).exists():
            raise UsageError(f"solutions/{one.slug} is there already.", "Remove it, and its entry in course.yaml.")
    course = _write_course(root, source, exercises)
    files = {root / "solutions" / one.slug / name: data for one in exercises for name, data in one.files.items()} | {
        root / COURSE_FILE: course.encode()
    }
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise CourseError(f"The import can't be written: {error.strerror}: {error.filename}.") from None
    load_course(root)
    return BroughtIn(tuple(exercises), tuple(remarks), tuple(sorted(files)))


def _make(notebook: SourceNotebook, slug: str) -> Imported:
    try:
        return restore(notebook) or convert(notebook, slug)
    except (RecursionError, MemoryError):  # which Python's parser raises, too
        raise CourseError(f"{notebook.path.name} holds code that is nested too deep to be read.") from None


def _beside(name: str) -> str:
    if name.endswith(".py"):
        return f"{name} was not taken along; put it beside the reference if students' code imports it"
    return f"{name} was not taken along; what tests and students read lies in data/ beside the suite"


def _write_course(root: Path, source: Path, exercises: Sequence[Imported]) -> str:
    """course.yaml with the new exercises, comments and all."""
    if (root / COURSE_FILE).is_file():
        taken = {exercise.slug for exercise in load_course(root).exercises}
        twice = [one.slug for one in exercises if one.slug in taken]
        if twice:
            raise UsageError(f"{COURSE_FILE} has an exercise {twice[0]} already.", "Remove it, or rename the notebook.")
        text = (root / COURSE_FILE).read_text(encoding="utf-8")
    else:
        title = _course_id(source)
        slug = re.sub(r"[^A-Za-z0-9_-]+", "-", title).strip("-_")[:64] or "course"
        text = _dump({"id": slug, "title": title, "exercises": []})
    for one in exercises:
        text = add_exercise(text, {"slug": one.slug, "title": one.title, "points": _figure(one.points)})
    content = YAML().load(text)  # as a round trip, so that comments stay
    packages = sorted({name for one in exercises for name in one.packages} - set(content.get("packages", ())))
    if not packages:
        return text
    content["packages"] = [*content.get("packages", ()), *packages]
    return _dump(content)


def _dump(content: Any) -> str:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(content, stream)
    return stream.getvalue()


def _figure(points: float) -> float:
    return int(points) if points == int(points) else points


def _course_id(source: Path) -> str:
    for folder in (source, *source.absolute().parents[:3]):
        config = folder / "nbgrader_config.py"
        if config.is_file():
            found = _COURSE_ID.search(config.read_text(encoding="utf-8", errors="replace"))
            return found[1] if found else folder.resolve().name
    return source.resolve().stem
