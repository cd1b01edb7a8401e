"""A test cell as a test function: with what earlier cells computed for it, and without the notebook's namespace."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.authoring.nbgrader.code import BUILT_IN
from grader.authoring.nbgrader.regions import HIDDEN
from grader.authoring.nbgrader.statements import dotted_into, indent, read_statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from grader.authoring.nbgrader.code import Code, CodeCell
    from grader.authoring.nbgrader.statements import Statement

__all__ = ["BuiltTest", "Unconvertible", "build_test", "without_hidden"]

_NAMESPACE = frozenset(["globals", "locals", "get_ipython", "In", "Out", "_", "__"])
_REGION = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*$", re.MULTILINE | re.DOTALL)


class Unconvertible(Exception):  # noqa: N818 - it says of a cell what it is
    """The cell can't become a test function; the message says why, after the cell's name."""


@dataclass(slots=True)
class BuiltTest:
    """The body of one test function, and what must stand above it in its file."""

    name: str
    title: str
    body: str
    points: float
    hidden: bool
    imports: list[str] = field(default_factory=list)
    from_module: set[str] = field(default_factory=set)
    whole_module: bool = False
    helpers: list[Statement] = field(default_factory=list)


def without_hidden(source: str) -> str:
    """What students see of a test cell."""
    return _REGION.sub("", source)


def build_test(
    code: Code, cell: CodeCell, slug: str, name: str, title: str, *, visible_only: bool = False
) -> BuiltTest:
    """The test function of a cell; with `visible_only` what students see of it.

    Raises:
        Unconvertible: it needs the notebook.
    """
    source = without_hidden(cell.source) if visible_only else HIDDEN.sub("", cell.source)
    own = read_statements(source, cell.cell.number)
    if any("AUTOTEST" in line for line in source.splitlines() if line.lstrip().startswith("#")):
        raise Unconvertible(
            "has AUTOTEST lines; run `nbgrader generate_assignment --source_with_tests`, then import again"
        )
    found = _find(code, cell, own)
    bound = {name for one in own for name in one.binds}
    students = code.students | found.from_module
    dotted = frozenset(
        name for name in students if name in bound or (name in found.from_module and name.lower().startswith("test"))
    )
    body, lifted = _lift_stars(_without_docstring(source, own), own)
    parts = [*(one.text for one in found.setup), body]
    if dotted & {name for one in (*own, *found.setup) for name in one.needs | one.binds}:
        parts = [dotted_into(part, dotted, slug) for part in parts]
    outer = found.outer & bound & _read_first(own)
    outer |= {name for one in (*own, *found.setup) for name in one.declares}
    if outer - dotted:
        parts.insert(0, f"global {', '.join(sorted(outer - dotted))}")
    parts = [part for part in (part.strip("\n") for part in parts) if part.strip()]
    return BuiltTest(
        name=name,
        title=title,
        body=indent("\n".join(parts)),
        points=cell.cell.points,
        hidden=not visible_only and bool(_REGION.search(cell.source)),
        imports=[*(one.text.strip() for one in found.imports), *lifted],
        from_module=found.from_module - dotted,
        whole_module=bool(dotted),
        helpers=found.helpers,
    )


@dataclass(slots=True)
class _Found:
    """Where the names that a test needs come from."""

    setup: list[Statement] = field(default_factory=list)
    """Run before the test, in its function."""
    imports: list[Statement] = field(default_factory=list)
    helpers: list[Statement] = field(default_factory=list)
    """Stand above the tests, as no student code is in them."""
    from_module: set[str] = field(default_factory=set)

    @property
    def outer(self) -> set[str]:
        return {name for one in (*self.imports, *self.helpers) for name in one.binds}


def _find(code: Code, test: CodeCell, own: Sequence[Statement]) -> _Found:
    found = _Found()
    read = _read_first(own)
    forbidden = read & _NAMESPACE
    if forbidden:
        raise Unconvertible(f"reads the notebook's own namespace: {', '.join(sorted(forbidden))}")
    need = read - BUILT_IN
    often = _defined_often(code)
    before = [(cell, one) for cell in code.cells for one in cell.statements if cell.cell.number < test.cell.number]
    stars = [one for _, one in before if _is_star(one)]
    imports = {name for _, one in before if one.kind == "import" for name in one.binds}
    for cell, one in reversed(before):
        tests = cell.cell.kind == "tests"
        hit = (one.binds - code.students if tests else one.binds) & need
        changes = _changes(code, one, need - imports if tests else need, tests=tests)
        if not hit and not changes:
            continue
        if one.kind == "import":
            found.imports.insert(0, one)
            need -= one.binds
        elif not tests and not changes and not code.is_live(one) and _is_the_modules(code, cell, one, hit):
            found.from_module |= hit
            need -= hit
        elif tests or changes or code.is_live(one) or hit & often:
            found.setup.insert(0, one)
            need = (need - (one.binds - one.rebinds)) | (one.needs - BUILT_IN - (one.binds - one.rebinds))
        else:
            found.helpers.insert(0, one)
            need = (need - one.binds) | (one.needs - BUILT_IN - one.binds)
    found.imports += stars
    if need and not stars:
        names = ", ".join(f"`{name}`" for name in sorted(need))
        raise Unconvertible(f"uses {names}, which no earlier cell defines in a way that a file can hold")
    return found


def _is_the_modules(code: Code, cell: CodeCell, one: Statement, hit: AbstractSet[str]) -> bool:
    """Does the test meet these names where students have them?"""
    return cell.cell.kind in ("solution", "written") or one.kind == "class" or bool(hit & code.used)


def _defined_often(code: Code) -> set[str]:
    seen: set[str] = set()
    often: set[str] = set()
    for cell in code.cells:
        for one in cell.statements:
            if one.kind != "import":
                often |= one.binds & seen
                seen |= one.binds
    return often


def _read_first(statements: Sequence[Statement]) -> set[str]:
    """Names that are read before any of these statements binds them."""
    bound: set[str] = set()
    read: set[str] = set()
    every = {name for one in statements for name in one.binds}
    for one in statements:
        read |= one.now - bound
        read |= (one.needs - one.now) - every
        bound |= one.binds - one.declares
    return read | {name for one in statements for name in one.declares & one.needs if name not in bound}


def _changes(code: Code, one: Statement, need: AbstractSet[str], *, tests: bool) -> bool:
    """May a statement change what these names hold, without binding them: `cases.append(3)`, `loss = train(model)`?

    Of earlier tests only what is called on such a name counts: the rest asks, and may fail.
    """
    if one.kind != "other" or isinstance(one.node, ast.Assert):
        return False
    if not one.binds:
        return bool((_called_on(one) if tests else one.now) & need)
    return bool(_called_on(one) & need & code.live)


def _called_on(one: Statement) -> AbstractSet[str]:
    """Names whose methods a statement calls, or that it hands to a call."""
    calls = [node for node in ast.walk(one.node) if isinstance(node, ast.Call)]
    receivers = [call.func.value for call in calls if isinstance(call.func, ast.Attribute)]
    given = [part for call in calls for part in (*call.args, *(keyword.value for keyword in call.keywords))]
    return {node.id for node in (*receivers, *given) if isinstance(node, ast.Name)}


def _is_star(one: Statement) -> bool:
    return isinstance(one.node, ast.ImportFrom) and one.node.names[0].name == "*"


def _without_docstring(source: str, own: Sequence[Statement]) -> str:
    """The cell without the text that it begins with, which is the test's title."""
    match own[0].node if own else None:
        case ast.Expr(value=ast.Constant(value=str())) as node:
            lines = source.splitlines()
            lines[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or node.lineno) - node.lineno + 1)
            return "\n".join(lines)
        case _:
            return source


def _lift_stars(source: str, own: Sequence[Statement]) -> tuple[str, list[str]]:
    """The cell without `from x import *`, which no function may hold, and these lines."""
    lines = source.splitlines()
    lifted = []
    for one in own:
        if _is_star(one):
            lifted.append(ast.unparse(one.node))
            for number in range(one.node.lineno, (one.node.end_lineno or one.node.lineno) + 1):
                lines[number - 1] = ""
    return "\n".join(lines), lifted
