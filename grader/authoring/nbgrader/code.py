"""A notebook's code taken apart: what becomes the module, what its tests need, and what is left out."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.authoring.nbgrader.regions import drop_markers, find_regions
from grader.authoring.nbgrader.statements import read_statements
from grader.submission.magics import strip_magics

if TYPE_CHECKING:
    from grader.authoring.nbgrader.source import SourceCell, SourceNotebook
    from grader.authoring.nbgrader.statements import Statement

__all__ = ["BUILT_IN", "Code", "CodeCell", "take_apart"]

BUILT_IN = frozenset([*dir(builtins), "__name__", "__file__", "__doc__"])
_OF_THE_KERNEL = frozenset(["IPython", "ipywidgets", "google", "nbgrader"])


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A code cell whose magics are gone, with its statements."""

    cell: SourceCell
    source: str
    statements: tuple[Statement, ...]


@dataclass(slots=True)
class Code:
    """All code cells of a notebook, and what is known of their names."""

    cells: list[CodeCell]
    lost: list[tuple[SourceCell, str]] = field(default_factory=list)
    """Cells, or parts of them, that can't be converted, and why."""
    students: set[str] = field(default_factory=set)
    """Names that students define in solution cells."""
    touching: set[str] = field(default_factory=set)
    """Functions and classes that use those, wherever they stand."""
    live: set[str] = field(default_factory=set)
    """Names whose values were computed with those."""
    used: set[str] = field(default_factory=set)
    """Names that solution cells need."""

    def is_live(self, statement: Statement) -> bool:
        """Does it run student code, or use what that gave?"""
        if statement.kind in ("import", "function", "class"):
            return False
        return bool(statement.now & (self.students | self.touching | self.live))

    def is_answer(self, cell: CodeCell, statement: Statement) -> bool:
        """Is it what students write, rather than what a solution cell runs beside?"""
        if cell.cell.kind != "solution" or statement.kind == "display":
            return False
        node = statement.node
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
        inside = any(begin < first and (node.end_lineno or 0) < end for begin, end in find_regions(cell.source))
        return inside or statement.kind in ("function", "class")


def take_apart(notebook: SourceNotebook) -> Code:
    """The code cells of a notebook and their names; cells that are no Python are lost."""
    code = Code([])
    for cell in notebook.cells:
        if not cell.code or not cell.source.strip():
            continue
        source, skipped = strip_magics(cell.source)
        if skipped:
            code.lost.append((cell, f"skipped {', '.join(f'`{text}`' for text in skipped)}"))
        try:
            statements = read_statements(drop_markers(source), cell.number)
        except (SyntaxError, ValueError) as error:
            code.lost.append((cell, f"is no Python that a file can hold: {error}"))
            continue
        kept = [one for one in statements if not _needs_kernel(one)]
        if len(kept) < len(statements):
            code.lost.append((cell, "imports what only a notebook has; left out"))
        code.cells.append(CodeCell(cell, source, tuple(kept)))
    _leave_out_written(code)
    _follow(code)
    return code


def _needs_kernel(statement: Statement) -> bool:
    match statement.node:
        case ast.Import(names=names):
            return any(alias.name.partition(".")[0] in _OF_THE_KERNEL for alias in names)
        case ast.ImportFrom(module=str(module)):
            return module.partition(".")[0] in _OF_THE_KERNEL
        case _:
            return False


def _leave_out_written(code: Code) -> None:
    """Cells that people grade go, unless a test needs what they define."""
    wanted = {name for cell in code.cells if cell.cell.kind == "tests" for one in cell.statements for name in one.needs}
    others = {name for cell in code.cells if cell.cell.kind != "written" for name in _bound(cell)}
    code.cells = [cell for cell in code.cells if cell.cell.kind != "written" or _bound(cell) & (wanted - others)]


def _bound(cell: CodeCell) -> set[str]:
    return {name for one in cell.statements for name in one.binds}


def _follow(code: Code) -> None:
    """Which names are the students', and which depend on them; until nothing more is found."""
    every = [(cell, one) for cell in code.cells for one in cell.statements]
    for cell, one in every:
        if (
            cell.cell.kind in ("solution", "written")
            and one.kind != "import"
            and (cell.cell.kind == "written" or code.is_answer(cell, one))
        ):
            code.students |= one.binds
            code.used |= one.needs
    before = -1
    while before != (before := len(code.touching) + len(code.live)):
        for _, one in every:
            known = code.students | code.touching | code.live
            if one.kind in ("function", "class") and one.needs & known:
                code.touching |= one.binds - code.students
            elif code.is_live(one):
                code.live |= one.binds - code.students
