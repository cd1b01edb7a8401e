"""What lies in a batch folder: DIR/<student>/<slug>.py, .ipynb, .zip or a folder. Links are never followed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import SubmissionError, UsageError, worded
from grader.host.students import check_student
from grader.submission import guess_slug

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Found", "Gathered", "collect"]

_PREFERENCE = (".py", ".ipynb", ".zip", "")


@dataclass(frozen=True, slots=True)
class Found:
    """One student's submission of one exercise, not yet read."""

    student: str
    slug: str
    path: Path


@dataclass(frozen=True, slots=True)
class Gathered:
    """What will be graded, by student and exercise, and one line for each thing that will not."""

    students: tuple[str, ...]
    """Everyone with a folder, in order."""
    found: tuple[Found, ...]
    remarks: tuple[str, ...]


def collect(root: Path, slugs: Sequence[str]) -> Gathered:
    """Look through a batch folder.

    Raises:
        UsageError: it is no folder, can't be read, or holds no submission at all.
    """
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(
            worded("Can't read {root}: {reason}.", root=root, reason=error.strerror),
            worded("Name a folder with one folder a student."),
        ) from error
    students: list[str] = []
    found: list[Found] = []
    remarks: list[str] = []
    for entry in entries:
        if entry.name == "gradebook.csv" and entry.is_dir():
            raise UsageError(
                worded("{root}/gradebook.csv is a folder, and the grade book goes there.", root=root),
                worded("Rename it."),
            )
        if entry.name.startswith(".") or entry.name in ("reports", "gradebook.csv"):
            continue
        if entry.is_symlink():
            remarks.append(worded("{name} is a link and was not followed.", name=ascii(entry.name)))
        elif entry.is_dir(follow_symlinks=False):
            try:
                student = check_student(entry.name)
            except UsageError as error:
                remarks.append(str(error))
            else:
                students.append(student)
                found += _of_student(student, Path(entry.path), slugs, remarks)
        else:
            remarks.append(worded("{name} lies in no student's folder.", name=ascii(entry.name)))
    if not found:
        raise UsageError(
            worded("No submission in {root}.", root=root),
            worded("Expected: DIR/<student>/<slug>.py, <slug>.ipynb or <slug>/"),
        )
    return Gathered(tuple(students), tuple(found), tuple(remarks))


def _of_student(student: str, folder: Path, slugs: Sequence[str], remarks: list[str]) -> list[Found]:
    by_slug: dict[str, list[Path]] = {}
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        remarks.append(worded("{name} can't be read: {reason}.", name=student, reason=error.strerror))
        return []
    for entry in entries:
        if entry.name.startswith((".", "__")):
            continue
        if entry.is_symlink():
            remarks.append(worded("{name} is a link and was not followed.", name=f"{student}: {entry.name!a}"))
            continue
        try:
            slug = guess_slug(Path(entry.path), slugs)
        except (UsageError, SubmissionError):
            remarks.append(
                worded("{student}: {name} is no exercise of this course.", student=student, name=ascii(entry.name))
            )
        else:
            by_slug.setdefault(slug, []).append(Path(entry.path))
    found = []
    for slug in slugs:
        paths = sorted(by_slug.get(slug, []), key=lambda path: _rank(path, slug))
        if paths:
            found.append(Found(student, slug, paths[0]))
        remarks += [
            worded(
                "{student}: {name} was left out, {other} is graded.",
                student=student,
                name=ascii(path.name),
                other=ascii(paths[0].name),
            )
            for path in paths[1:]
        ]
    return found


def _rank(path: Path, slug: str) -> tuple[bool, int, str]:
    """Exact names before "slope (1).py", then by kind: which one is graded must not hang on chance."""
    kind = path.suffix.lower()
    order = _PREFERENCE.index(kind) if kind in _PREFERENCE else len(_PREFERENCE)
    return (path.name != slug + path.suffix, order, path.name)
