"""What lies in a batch folder: DIR/<student>/<slug>.py, .ipynb, .zip or a folder. Links are never followed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import SubmissionError, UsageError
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
        raise UsageError(f"Can't read {root}: {error.strerror}.", "Name a folder with one folder a student.") from error
    students: list[str] = []
    found: list[Found] = []
    remarks: list[str] = []
    for entry in entries:
        if entry.name == "gradebook.csv" and entry.is_dir():
            raise UsageError(f"{root}/gradebook.csv is a folder, and the grade book goes there.", "Rename it.")
        if entry.name.startswith(".") or entry.name in ("reports", "gradebook.csv"):
            continue
        if entry.is_symlink():
            remarks.append(f"{entry.name!a} is a link and was not followed.")
        elif entry.is_dir(follow_symlinks=False):
            try:
                student = check_student(entry.name)
            except UsageError as error:
                remarks.append(str(error))
            else:
                students.append(student)
                found += _of_student(student, Path(entry.path), slugs, remarks)
        else:
            remarks.append(f"{entry.name!a} lies in no student's folder.")
    if not found:
        raise UsageError(f"No submission in {root}.", "Expected: DIR/<student>/<slug>.py, <slug>.ipynb or <slug>/")
    return Gathered(tuple(students), tuple(found), tuple(remarks))


def _of_student(student: str, folder: Path, slugs: Sequence[str], remarks: list[str]) -> list[Found]:
    by_slug: dict[str, list[Path]] = {}
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        remarks.append(f"{student}: can't be read: {error.strerror}.")
        return []
    for entry in entries:
        if entry.name.startswith((".", "__")):
            continue
        if entry.is_symlink():
            remarks.append(f"{student}: {entry.name!a} is a link and was not followed.")
            continue
        try:
            slug = guess_slug(Path(entry.path), slugs)
        except (UsageError, SubmissionError):
            remarks.append(f"{student}: {entry.name!a} is no exercise of this course.")
        else:
            by_slug.setdefault(slug, []).append(Path(entry.path))
    found = []
    for slug in slugs:
        paths = sorted(by_slug.get(slug, []), key=lambda path: _rank(path, slug))
        if paths:
            found.append(Found(student, slug, paths[0]))
        remarks += [f"{student}: {path.name!a} was left out, {paths[0].name!a} is graded." for path in paths[1:]]
    return found


def _rank(path: Path, slug: str) -> tuple[bool, int, str]:
    """Exact names before "slope (1).py", then by kind: which one is graded must not hang on chance."""
    kind = path.suffix.lower()
    order = _PREFERENCE.index(kind) if kind in _PREFERENCE else len(_PREFERENCE)
    return (path.name != slug + path.suffix, order, path.name)
