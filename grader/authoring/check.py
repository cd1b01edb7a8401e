"""What is wrong with the files of an exercise, before anything is run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.authoring.bundle import write_bundle
from grader.authoring.findings import Problem
from grader.authoring.folder import find_missing
from grader.authoring.mutants import read_equivalent
from grader.course.hints import check_hints
from grader.course.modules import SOLUTION, read_files
from grader.course.syntax import parse_python
from grader.course.titles import check_titles
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.course import Course

__all__ = ["check_folder"]


def check_folder(course: Course, slug: str) -> tuple[Problem, ...]:
    """Everything at once; where the reference, the suite or the README is missing only that."""
    folder = course.suite_folder(slug)
    missing = find_missing(folder)
    if missing:
        return tuple(Problem("error", f"solutions/{slug}/{name} is missing.") for name in missing)
    problems = []
    try:
        write_bundle(course, slug)
    except CourseError as error:
        problems.append(Problem("error", str(error)))
    problems += [Problem("error", text) for text in _check_suite(folder / f"test_{slug}.py")]
    problems += [Problem("warning", text) for text in _given(folder)]
    try:
        problems += [Problem("advice", text) for text in check_hints(folder, course.languages)]
        problems += [Problem("advice", text) for text in check_titles(folder, course.languages)]
        read_equivalent(folder)
    except CourseError as error:
        problems.append(Problem("error", str(error)))
    lacking = [language for language in course.languages if not _readme(folder, language, course.languages).is_file()]
    problems += [Problem("advice", f"No README in {language!r}, a language of the course.") for language in lacking]
    return tuple(problems)


def _given(folder: Path) -> list[str]:
    """Files that students get whole: an author may have meant them for the suite only."""
    try:
        others = [path for path in read_files(folder) if path != f"{folder.name}.py"]
        given = [path for path in others if SOLUTION not in (folder / path).read_text(encoding="utf-8")]
    except (CourseError, OSError, UnicodeDecodeError):
        return []  # told by the release
    written = [path for path in given if (folder / path).stat().st_size]
    return [f"{path} goes to students as it is: the reference imports it, and it has no region." for path in written]


def _check_suite(suite: Path) -> list[str]:
    try:
        tree = parse_python(suite.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        return [f"{suite.name} is no Python: {error}."]
    tests = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test")]
    return [] if tests else [f"{suite.name} has no test."]


def _readme(folder: Path, language: str, languages: Sequence[str]) -> Path:
    """README.md is in the course's first language unless a README.<language>.md says so."""
    own = folder / f"README.{language}.md"
    return own if own.is_file() or language != languages[0] else folder / "README.md"
