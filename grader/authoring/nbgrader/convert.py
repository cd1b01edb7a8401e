"""One source notebook to the files of one exercise. Pure but for the pictures beside the notebook."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.nbgrader.code import take_apart
from grader.authoring.nbgrader.files import figure, write_examples, write_module, write_suite
from grader.authoring.nbgrader.link import LINK_FILE, Link, write_link
from grader.authoring.nbgrader.readme import find_title, heading_above, write_readme
from grader.authoring.nbgrader.tests import Unconvertible, build_test, without_hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.authoring.nbgrader.code import Code, CodeCell
    from grader.authoring.nbgrader.source import SourceCell, SourceNotebook
    from grader.authoring.nbgrader.tests import BuiltTest

__all__ = ["Imported", "Remark", "convert"]

_OFFERED = frozenset(["torch", "numpy", "matplotlib", "pytest", "mpl_toolkits"])
_BY_HAND = {"written": "is graded by hand", "task": "is a task that is graded by hand"}


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not converted, or not as it was. `cell` is its number in the notebook, 0: the notebook itself."""

    notebook: str
    cell: int
    grade_id: str
    text: str

    def __str__(self) -> str:
        """One line."""
        place = f", cell {self.cell}" if self.cell else ""
        return f"{self.notebook}{place}{f' ({self.grade_id})' if self.grade_id else ''}: {self.text}."


@dataclass(frozen=True, slots=True)
class Imported:
    """An exercise made of a notebook; without `files` when nothing in it is graded by tests."""

    slug: str
    title: str
    points: float
    files: dict[str, bytes]
    packages: tuple[str, ...]
    """What its code imports beside what every course offers."""
    remarks: tuple[Remark, ...]


def convert(notebook: SourceNotebook, slug: str) -> Imported:
    """The exercise that a notebook makes, and what of it could not be converted, in the order of its cells."""
    origin = f"{notebook.assignment}/{notebook.name}.ipynb"
    remarks: list[Remark] = []

    def remark(cell: SourceCell | None, text: str) -> None:
        number, grade_id = (0, "") if cell is None else (cell.number, cell.grade_id)
        remarks.append(Remark(origin, number, grade_id, text))

    title = find_title(notebook)
    code = take_apart(notebook)
    for cell, text in code.lost:
        remark(cell, text)
    by_hand = [cell for cell in notebook.cells if cell.kind in _BY_HAND]
    for cell in by_hand:
        kept = "; its code is kept, as tests use it" if any(one.cell is cell for one in code.cells) else ""
        remark(cell, f"{_BY_HAND[cell.kind]} ({_points(cell.points)}) and stays in nbgrader{kept}")
    tests, examples, cells = _build_tests(notebook, code, slug, remark)
    points = sum(test.points for test in tests)
    if not points or not code.students:
        remark(None, "has no test that could be converted, so it makes no exercise")
        return Imported(slug, title, 0.0, {}, (), _sorted(remarks))
    asked = {name for test in tests for name in test.from_module}
    asked |= {name for test in tests if test.whole_module for name in code.students}
    for solved in code.cells:
        if solved.cell.kind == "solution" and "BEGIN SOLUTION" not in solved.source:
            remark(
                solved.cell, "has no solution region, so names and parameters of its functions are given to students"
            )
    readme = write_readme(notebook, title, figure(points), by_hand=bool(by_hand))
    for text in readme.lost:
        remark(None, text)
    texts = {
        f"{slug}.py": write_module(code, title, asked),
        f"test_{slug}.py": write_suite(tests, slug, origin),
        "test_examples.py": write_examples(examples, slug),
        "README.md": readme.text,
        LINK_FILE: write_link(Link(notebook.assignment, notebook.name, cells)),
    }
    files = {name: text.encode() for name, text in texts.items() if text} | readme.files
    return Imported(slug, title, points, files, _packages(slug, texts.values()), _sorted(remarks))


def _points(points: float) -> str:
    return f"{figure(points)} point{'' if points == 1 else 's'}"


def _sorted(remarks: list[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: (remark.cell == 0, remark.cell)))


def _build_tests(
    notebook: SourceNotebook, code: Code, slug: str, remark: Callable[[SourceCell, str], None]
) -> tuple[list[BuiltTest], list[BuiltTest], dict[str, str]]:
    tests: list[BuiltTest] = []
    examples: list[BuiltTest] = []
    cells: dict[str, str] = {}
    titles: set[str] = set()
    for cell in code.cells:
        if cell.cell.kind != "tests":
            continue
        name = _name(cell.cell.grade_id, cells)
        title = _title(notebook, cell)
        if title in titles:
            title = f"{title} ({cell.cell.grade_id})"
        try:
            test = build_test(code, cell, slug, name, title)
        except Unconvertible as error:
            remark(cell.cell, f"{error}; {_points(cell.cell.points)} left out")
            continue
        tests.append(test)
        titles.add(title)
        cells[name] = cell.cell.grade_id
        if _gives_a_number(cell):
            remark(cell.cell, "ends in a value, which nbgrader takes for partial points; the test gives all or none")
        if test.hidden and not _says_anything(cell):
            continue
        examples.append(build_test(code, cell, slug, name, title, visible_only=True))
    return tests, examples, cells


def _name(grade_id: str, taken: dict[str, str]) -> str:
    words = re.sub(r"\W+", "_", grade_id, flags=re.ASCII).strip("_")
    name = words if words.startswith("test_") else f"test_{words}"
    number = 2
    while name in taken:
        name = f"{name.rstrip('0123456789')}{number}"
        number += 1
    return name


def _title(notebook: SourceNotebook, cell: CodeCell) -> str:
    """What the cell says of itself where students see it, else the heading above it, else its grade id."""
    seen = without_hidden(cell.source)
    body = ast.parse(seen).body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        text = str(body[0].value.value).strip().partition("\n")[0].strip()
        if text:
            return text
    comment = next((line.strip("# \t") for line in seen.splitlines() if line.lstrip().startswith("#")), "")
    if comment:
        return comment
    grade_id = "" if re.fullmatch(r"cell-[0-9a-f]{8,}", cell.cell.grade_id) else cell.cell.grade_id
    words = re.sub(r"[\W_]+", " ", grade_id).strip()
    return (words[:1].upper() + words[1:]) or heading_above(notebook, cell.cell.number) or cell.cell.grade_id


def _gives_a_number(cell: CodeCell) -> bool:
    match cell.statements[-1].node if cell.statements else None:
        case ast.Expr(value=ast.Name() | ast.BinOp() | ast.Constant(value=int() | float())):
            return True
        case _:
            return False


def _says_anything(cell: CodeCell) -> bool:
    """Is there any code among what students see of it?"""
    body = ast.parse(without_hidden(cell.source)).body
    return any(not isinstance(node, (ast.Import, ast.ImportFrom)) and not _is_text(node) for node in body)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _packages(slug: str, texts: Iterable[str]) -> tuple[str, ...]:
    found: set[str] = set()
    for text in texts:
        try:
            tree = ast.parse(text)
        except SyntaxError:  # no Python file
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return tuple(sorted(found - _OFFERED - {slug} - set(sys.stdlib_module_names)))
