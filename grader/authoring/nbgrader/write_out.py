"""`grade release --nbgrader`: exercises as a course that nbgrader generates assignments of and grades."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from grader.authoring.bundle import write_bundle
from grader.authoring.folder import read_reference_files
from grader.authoring.nbgrader.link import cell_of
from grader.authoring.nbgrader.running import HIDDEN_TESTS
from grader.authoring.notebook import METADATA
from grader.authoring.pictures import MEDIA
from grader.authoring.stub import BEGIN
from grader.errors import CourseError
from grader.report.scale import share, to_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.course import Course
    from grader.judge.verdicts import TestVerdict, Verdicts

__all__ = ["SUITE_CELL", "TASK_CELL", "ProveSuite", "write_out"]

SUITE_CELL = "grader-suite"
"""The grade id of the cell that finds the suite; it is worth nothing itself."""
TASK_CELL = "the-task"
CONFIG = """\
c = get_config()

c.CourseDirectory.course_id = {course!r}
"""
_SETUP = """\
# {title}: there is nothing to do in this cell, and nothing in the test cells below.
### BEGIN HIDDEN TESTS
from grader.authoring.nbgrader.running import Suite

suite = Suite({slug!r}, globals())
### END HIDDEN TESTS"""
_TEST = """\
# {title}
### BEGIN HIDDEN TESTS
suite.run({test!r}, {points})
### END HIDDEN TESTS"""
_AUTHORS = ("alternatives/",)
_NO_SUITE = ("test_examples.py", "misconceptions.py", "picture.py")


class ProveSuite(Protocol):
    """Judges the reference of an exercise with its own suite."""

    def __call__(self, slug: str) -> Verdicts:
        """The verdicts. Raises: GraderError when that can't be done."""
        ...


@dataclass(frozen=True, slots=True)
class _TestCell:
    """A test function: its points, and by full name those of its tests where there are several."""

    test: str
    title: str
    points: float
    each: Mapping[str, float]


def write_out(course: Course, slugs: Sequence[str], to: Path, prove: ProveSuite) -> tuple[Path, ...]:
    """Write `source/<slug>/<slug>.ipynb` of these exercises (none given: all) and nbgrader_config.py; the paths.

    The points of the cells are those of the reports. The suites lie in `hidden_tests/`, and test cells only call them:
    nbgrader shows students the whole of a test cell in its feedback. A config that is there already stays.

    Raises: CourseError when the suite fails its reference, or the exercise is no single module; UsageError for an
    unknown slug.
    """
    chosen = [course.exercise(slug).slug for slug in dict.fromkeys(slugs)] or [one.slug for one in course.exercises]
    files: dict[Path, bytes] = {}
    for slug in chosen:
        files |= {to / "source" / slug / name: data for name, data in _write_exercise(course, slug, prove).items()}
        suite = _suite_files(course.suite_folder(slug))
        files |= {to / HIDDEN_TESTS / slug / name: data for name, data in suite.items()}
    if not (to / "nbgrader_config.py").exists():
        files[to / "nbgrader_config.py"] = CONFIG.format(course=course.id).encode()
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise CourseError(f"The release can't be written: {error.strerror}: {error.filename}.") from None
    return tuple(sorted(files))


def _write_exercise(course: Course, slug: str, prove: ProveSuite) -> dict[str, bytes]:
    folder = course.suite_folder(slug)
    bundle = write_bundle(course, slug)  # refuses what would give a solution away
    sources = read_reference_files(folder)
    if len(sources) > 1:
        raise CourseError(f"{slug} has several modules ({', '.join(sources)}), and a notebook is one.", "Leave it out.")
    tests = _cells_of(course, slug, prove(slug))
    languages = [f"README.{course.languages[0]}.md", "README.md"]
    readme = next(
        bundle[name].decode() for name in (*languages, *bundle) if name.startswith("README") and name in bundle
    )
    title = course.exercise(slug).title(course.languages[0])
    cells = [
        _cell(TASK_CELL, readme.strip(), code=False),
        *_answer_cells(sources[f"{slug}.py"]),
        *_example_cell(bundle.get("test_examples.py", b"").decode(), slug),
        _cell(SUITE_CELL, _SETUP.format(title=title, slug=slug), points=0),
    ]
    cells += [_cell(cell_of(test.test), _write_test(test), points=_figure(test.points)) for test in tests]
    for number, cell in enumerate(cells):
        cell["id"] = f"{slug}-{number}"[:64]
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    shown = {name: data for name, data in bundle.items() if name.endswith(tuple(MEDIA)) and name in readme}
    data = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.glob("data/**/*"))
        if path.is_file()
    }
    return {f"{slug}.ipynb": text.encode(), **shown, **data}


def _cells_of(course: Course, slug: str, verdicts: Verdicts) -> list[_TestCell]:
    """A cell for each test function, with the points that a report gives it."""
    failed = [test.name for test in verdicts.tests if test.status not in ("passed", "skipped")]
    if failed:
        raise CourseError(f"The reference of {slug} fails {failed[0]}.", f"Run: grade validate {slug}")
    tests = [test for test in verdicts.tests if test.status == "passed" or test.gpu]
    points = [to_points(units) for units in share([test.weight for test in tests], course.exercise(slug).points)]
    groups: dict[str, list[tuple[TestVerdict, float]]] = {}
    for test, worth in zip(tests, points, strict=True):
        groups.setdefault(test.name.partition("[")[0], []).append((test, worth))
    return [
        _TestCell(
            name,
            " ".join(group[0][0].title.split()),
            round(sum(worth for _, worth in group), 4),
            {test.name: worth for test, worth in group} if len(group) > 1 else {},
        )
        for name, group in groups.items()
    ]


def _write_test(test: _TestCell) -> str:
    points = repr(dict(test.each)) if test.each else repr(_figure(test.points))
    return _TEST.format(title=test.title, test=test.test, points=points)


def _suite_files(folder: Path) -> dict[str, bytes]:
    """What running the suite takes: its Python files, the reference, and `data/`."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _belongs(path.relative_to(folder).as_posix())
    }


def _belongs(name: str) -> bool:
    if "__pycache__" in name or name.startswith(_AUTHORS) or name in _NO_SUITE:
        return False
    return name.endswith(".py") or name.startswith("data/")


def _answer_cells(source: str) -> Iterator[dict[str, Any]]:
    """The reference: a cell for each function or class; those with a region are for students to change."""
    taken: set[str] = set()
    for number, (name, text) in enumerate(_split(source), 1):
        solved = BEGIN in text
        grade_id = name or (f"solution-{number}" if solved else f"given-{number}")
        if grade_id in taken:
            grade_id = f"{grade_id}-{number}"
        taken.add(grade_id)
        yield _cell(grade_id, text, solution=solved)


def _split(source: str) -> Iterator[tuple[str, str]]:
    """(name, text) of each piece; what stands between functions has no name. The module's docstring is left out."""
    lines = source.splitlines()
    body = ast.parse(source).body
    start = 0
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        start = body.pop(0).end_lineno or 0
    for node in body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        first = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
        while first > start and lines[first - 1].startswith("#"):
            first -= 1
        end = node.end_lineno or first
        following = next((at for at in range(end, len(lines)) if lines[at].strip()), end)
        if following < len(lines) and lines[following].startswith(" "):
            end = following + 1  # the marker after its last statement
        for name, piece in (("", lines[start:first]), (node.name, lines[first:end])):
            if "\n".join(piece).strip():
                yield name, "\n".join(piece).strip("\n")
        start = end
    if "\n".join(lines[start:]).strip():
        yield "", "\n".join(lines[start:]).strip("\n")


def _example_cell(examples: str, slug: str) -> list[dict[str, Any]]:
    """The visible examples as a cell to run, where they are plain functions of no fixture."""
    if not examples:
        return []
    tree = ast.parse(examples)
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test")]
    plain = all(not node.args.args and not node.decorator_list for node in tests)
    if not tests or not plain or any(isinstance(node, ast.ClassDef) for node in tree.body):
        return []
    kept = []
    for node in tree.body:
        match node:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.ImportFrom(module=module) if module == slug:
                if any(alias.asname or alias.name == "*" for alias in node.names):
                    return []
            case ast.Import(names=names) if any(alias.name == slug for alias in names):
                return []
            case _:
                kept.append(ast.get_source_segment(examples, node) or "")
    calls = "\n".join(f"{node.name}()" for node in tests)
    text = "# Examples: run this cell as often as you like. They are not the grade.\n" + "\n\n\n".join(kept)
    return [_cell("the-examples", f'{text}\n\n\n{calls}\nprint("All examples pass.")')]


def _cell(
    grade_id: str, source: str, *, code: bool = True, solution: bool = False, points: float | None = None
) -> dict[str, Any]:
    """A cell as nbgrader's metadata has it, schema 3: an answer, a test with points, or one to be read only."""
    marks: dict[str, Any] = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        marks["points"] = points
    cell: dict[str, Any] = {
        "cell_type": "code" if code else "markdown",
        "metadata": {"nbgrader": marks},
        "source": source.splitlines(keepends=True),
    }
    return cell | ({"execution_count": None, "outputs": []} if code else {})


def _figure(points: float) -> float:
    return int(points) if points == int(points) else points
