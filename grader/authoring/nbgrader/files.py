"""The files of an imported exercise, as text: module, suite, examples."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.authoring.nbgrader.regions import mark_solution, space_out
from grader.authoring.nbgrader.statements import indent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.authoring.nbgrader.code import Code, CodeCell
    from grader.authoring.nbgrader.statements import Statement
    from grader.authoring.nbgrader.tests import BuiltTest

__all__ = ["figure", "write_examples", "write_module", "write_suite"]


def write_module(code: Code, title: str, asked: Iterable[str]) -> str:
    """The reference: solution cells with their regions, and what they and the tests (`asked`) need of other cells.

    What runs student code when it is imported stays out: a stub could not be imported.
    """
    needed = _needed(code, set(asked))
    pieces = []
    for cell in code.cells:
        if cell.cell.kind in ("solution", "written"):
            source = _blank(cell.source, [one for one in cell.statements if _only_runs(code, cell, one)], cell)
            if source.strip():
                pieces.append(mark_solution(source))
        elif cell.cell.kind == "plain":
            pieces += [one.text for one in cell.statements if _belongs(code, one, needed)]
    text = space_out(pieces)
    docstring = ast.get_docstring(ast.parse(text), clean=False)
    return (text if docstring else space_out([f"{_docstring(title)}\n", text])) + "\n"


def _needed(code: Code, asked: set[str]) -> set[str]:
    needed = asked | code.used
    for cell in reversed(code.cells):
        for one in reversed(cell.statements):
            if cell.cell.kind == "plain" and not code.is_live(one) and one.binds & needed:
                needed |= one.needs
    return needed


def _belongs(code: Code, one: Statement, needed: set[str]) -> bool:
    if one.kind == "display" or code.is_live(one):
        return False
    sets_up = not one.binds and bool(one.now) and one.now <= needed
    return one.kind == "import" or bool(one.binds & needed) or sets_up


def _only_runs(code: Code, cell: CodeCell, one: Statement) -> bool:
    """Does a solution cell only try out what it defines?"""
    return one.kind == "display" or (code.is_live(one) and not code.is_answer(cell, one))


def _blank(source: str, statements: Sequence[Statement], cell: CodeCell) -> str:
    lines = source.splitlines()
    taken = {
        number for one in statements for number in range(one.node.lineno, (one.node.end_lineno or one.node.lineno) + 1)
    }
    kept = {one.node.lineno for one in cell.statements if one not in statements}
    return "\n".join("" if number in taken - kept else line for number, line in enumerate(lines, 1))


def write_suite(tests: Sequence[BuiltTest], slug: str, origin: str) -> str:
    """The hidden suite."""
    return _write_file(tests, slug, f"The hidden suite of `{slug}`, made from {origin}.", marked=True)


def write_examples(tests: Sequence[BuiltTest], slug: str) -> str:
    """The visible examples: what students saw of the test cells. Empty where they saw none."""
    return _write_file(tests, slug, "Examples. They are not the grade: hidden tests may follow.", marked=False)


def _write_file(tests: Sequence[BuiltTest], slug: str, about: str, *, marked: bool) -> str:
    if not tests:
        return ""
    imports = dict.fromkeys(line for test in tests for line in test.imports)
    if marked:
        imports.setdefault("import pytest")
    if any(test.whole_module for test in tests):
        imports.setdefault(f"import {slug}")
    taken = sorted({name for test in tests for name in test.from_module})
    if taken:
        imports.setdefault(f"from {slug} import {', '.join(taken)}")
    helpers = {(one.cell, one.node.lineno, one.text): one.text for test in tests for one in test.helpers}
    parts = [_docstring(about), "", *sorted(imports, key=lambda line: (slug in line, line)), ""]
    for _, text in sorted(helpers.items()):
        parts += ["", text, ""]
    for test in tests:
        parts += ["", *(_marks(test) if marked else []), f"def {test.name}():", _body(test), ""]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(parts)).rstrip("\n") + "\n"


def _marks(test: BuiltTest) -> list[str]:
    marks = [f"@pytest.mark.points({figure(test.points)})"]
    return marks if test.hidden else [*marks, '@pytest.mark.visibility("visible")']


def _body(test: BuiltTest) -> str:
    return f"{indent(_docstring(test.title))}\n{test.body or '    pass'}"


def _docstring(text: str) -> str:
    safe = text.replace("\\", "\\\\").replace('"""', "'''")
    return f'"""{safe}{" " if safe.endswith(chr(34)) else ""}"""'


def figure(points: float) -> str:
    """Points as an author writes them."""
    return repr(float(points)).removesuffix(".0")
