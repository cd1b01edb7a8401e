"""nbgrader's `submitted/` tree: which exercise each notebook is, and a copy of it that is safe to read."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.authoring.nbgrader.link import Link, read_link
from grader.course.modules import SOLUTION, read_files
from grader.errors import UsageError, worded
from grader.host.students import check_student
from grader.submission.caps import CONTAINER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from grader.course import Course

__all__ = ["HandedIn", "Tree", "find_files", "link_exercises", "pack_notebook", "placeholder", "read_tree", "stage"]

_MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One student's folder of one assignment."""

    student: str
    assignment: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Tree:
    """What was handed in of assignments with exercises of ours, and what was not looked at, a line each."""

    handed_in: tuple[HandedIn, ...]
    remarks: tuple[str, ...]


def link_exercises(course: Course, assignments: Collection[str]) -> dict[tuple[str, str], tuple[str, Link]]:
    """(slug, link) of every exercise, by assignment and notebook; `assignments` are those of nbgrader's grade book.

    An exercise that was imported is that of its assignment. Where the grade book lacks that and has one of the
    exercise's own name, it is what `grade release --nbgrader` made of it.

    Raises:
        CourseError: a link is damaged.
    """
    links = {}
    for exercise in course.exercises:
        slug = exercise.slug
        link = read_link(course.suite_folder(slug))
        if link.assignment not in assignments and slug in assignments:
            link = Link(slug, slug, {})
        links[link.assignment, link.notebook] = (slug, link)
    return links


def read_tree(root: Path, pattern: re.Pattern[str], folders: Iterable[str], assignments: Iterable[str]) -> Tree:
    """The folders that `pattern` takes apart into `student_id` and `assignment_id`; links are never followed.

    Raises:
        UsageError: nothing was handed in for any of these assignments.
    """
    known = set(assignments)
    found: list[HandedIn] = []
    remarks: list[str] = []
    others: set[str] = set()
    for name in sorted(folders):
        taken = pattern.fullmatch(name)
        path = Path(name)
        if taken is None or not path.is_dir():
            continue
        student, assignment = taken["student_id"], taken["assignment_id"]
        if assignment not in known:
            others.add(assignment)
            continue
        if path.is_symlink() or path.parent.is_symlink():
            remarks.append(worded("{place} is a link and was not followed.", place=f"{student}/{assignment}"))
            continue
        try:
            found.append(HandedIn(check_student(student), assignment, path))
        except UsageError as error:
            remarks.append(str(error))
    remarks += [
        worded("{assignment}: no exercise of this course belongs to it; it was left alone.", assignment=assignment)
        for assignment in sorted(others)
    ]
    if not found:
        advice = "Expected: submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb, and solutions/ with exercises of these names."
        raise UsageError(f"Nothing to grade was handed in below {root}.", " ".join([*remarks, advice]))
    return Tree(tuple(found), tuple(remarks))


def stage(one: HandedIn, to: Path) -> tuple[str, ...]:
    """Copy what a student handed in to `to`: plain files only; a line for each thing that was left out."""
    remarks: list[str] = []
    where = f"{one.student}/{one.assignment}"
    count = 0
    for base, folders, files in os.walk(one.folder, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in (".ipynb_checkpoints", "__pycache__"))
        inner = Path(base).relative_to(one.folder)
        for name in sorted([*files, *(name for name in folders if (Path(base) / name).is_symlink())]):
            path = Path(base) / name
            shown = ascii((inner / name).as_posix())
            count += 1
            if count > _MOST_FILES:
                remarks.append(
                    worded(
                        "{place}: more than {count} files; the others were left out.", place=where, count=_MOST_FILES
                    )
                )
                return tuple(remarks)
            if path.is_symlink() or not path.is_file():
                remarks.append(worded("{place}: {name} is no regular file and was left out.", place=where, name=shown))
                continue
            if path.stat().st_size > CONTAINER:
                remarks.append(worded("{place}: {name} is too large and was left out.", place=where, name=shown))
                continue
            if name == "timestamp.txt" and not inner.parts and not _is_moment(path):
                remarks.append(worded("{place}: timestamp.txt holds no time and was left out.", place=where))
                continue
            (to / inner).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to / inner / name)
    to.mkdir(parents=True, exist_ok=True)
    return tuple(remarks)


def find_files(folder: Path, pattern: str) -> list[Path]:
    """The files of a student's folder that match, in order; a folder may be called `hw.ipynb`, too."""
    return sorted(path for path in folder.glob(pattern) if path.is_file())


def _is_moment(path: Path) -> bool:
    """Could nbgrader read it? It knows "2026-03-14 23:59:00 UTC" and what dateutil does."""
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    parts = text.split(" ")
    bare = " ".join(parts[:2]) if len(parts) == 3 else text
    try:
        datetime.fromisoformat(bare)
    except ValueError:
        return False
    return True


def pack_notebook(notebook: Path, folder: Path, slug: str, course: Course) -> Path:
    """What students wrote of a notebook, as a file or folder to be handed in; made in `folder`.

    Test cells are emptied, as nbgrader writes its own over them; what the course gives as a module is the course's.
    A notebook that can't be read goes as it is, so that its report says why.
    """
    folder.mkdir(parents=True)
    main = folder / f"{slug}.ipynb"
    data = notebook.read_bytes()
    try:
        main.write_text(json.dumps(_without_tests(json.loads(data))), encoding="utf-8")
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        main.write_bytes(data)
    own = {path.name: path.read_bytes() for path in find_files(notebook.parent, "*.py")}
    given = {
        name: path.read_bytes()
        for name, path in read_files(course.suite_folder(slug)).items()
        if name != f"{slug}.py" and SOLUTION not in path.read_text(encoding="utf-8")
    }
    companions = own | given
    if not companions:
        return main
    for name, content in companions.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def _without_tests(notebook: Any) -> Any:
    for cell in notebook["cells"]:
        marks = cell.get("metadata", {}).get("nbgrader", {})
        if cell["cell_type"] == "code" and marks.get("grade") and not marks.get("solution"):
            cell["source"] = ""
    return notebook


def placeholder(cells: Iterable[Mapping[str, Any]], reason: str) -> str:
    """A notebook of the assignment's own cells, for one that can't be read: nbgrader's feedback needs one."""
    made: list[dict[str, Any]] = [{"cell_type": "markdown", "id": "refused", "metadata": {}, "source": reason}]
    for number, cell in enumerate(cells):
        code = cell["cell_type"] == "code"
        one = {"cell_type": cell["cell_type"], "id": f"cell-{number}", "metadata": {"nbgrader": cell["marks"]}}
        made.append(one | {"source": cell["source"]} | ({"execution_count": None, "outputs": []} if code else {}))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps({"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
