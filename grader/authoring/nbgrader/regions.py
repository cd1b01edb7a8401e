"""A solution cell of nbgrader's as a piece of a reference: what students are given stays outside of the regions."""

from __future__ import annotations

import ast
import re
import tokenize
from typing import TYPE_CHECKING

from grader.authoring.stub import BEGIN, END

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["HIDDEN", "drop_markers", "find_regions", "mark_solution", "space_out"]

_BEGINS = re.compile(r"^(\s*).*BEGIN SOLUTION")
_ENDS = re.compile(r"^(\s*).*END SOLUTION")
_DEFINES = re.compile(r"^(?:async def|def|class|@)", re.MULTILINE)
HIDDEN = re.compile(r"^[^\n]*(?:BEGIN|END) HIDDEN TESTS[^\n]*$", re.MULTILINE)
"""The lines around what nbgrader takes out of a test cell."""


def drop_markers(source: str) -> str:
    """The cell without nbgrader's markers, line for line."""
    lines = HIDDEN.sub("", source).splitlines()
    return "\n".join("" if _BEGINS.match(line) or _ENDS.match(line) else line for line in lines)


def mark_solution(source: str) -> str:
    """The cell with regions as a reference has them: functions and classes begin outside, their bodies lie within.

    nbgrader takes out a cell whole where it has no region, and functions inside of one with it; an exercise gives their
    names and parameters to students. A name that a region assigns is None until it does.

    Raises:
        SyntaxError, ValueError: it is no Python.
    """
    lines = source.splitlines()
    regions = find_regions(source)
    tree = ast.parse(drop_markers(source))
    pieces: list[list[str]] = []
    above = 0
    covered: list[ast.stmt] = []

    def flush() -> None:
        if covered:
            pieces.append(_cover(lines, covered))
            covered.clear()

    for node in tree.body:
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
        end = node.end_lineno or node.lineno
        if not any(begin < first and end < stop for begin, stop in regions):
            flush()
            while end < len(lines) and _ENDS.match(lines[end]) and lines[end][:1].isspace():
                end += 1  # the marker after the last line of a function
            kept = [_plain(line) for line in lines[above:end]]
            pieces.append([line for line in kept if line not in (BEGIN, END)])
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            flush()
            opened = _open_class if isinstance(node, ast.ClassDef) else _open_function
            before = [line for line in lines[above : first - 1] if not _is_marker(line)]
            pieces.append([*before, *opened(lines, node, first)])  # type: ignore[arg-type]
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            flush()
            pieces.append(lines[first - 1 : end])
        else:
            covered.append(node)
        above = end
    flush()
    return space_out(["\n".join(piece) for piece in pieces])


def space_out(pieces: Iterable[str]) -> str:
    """Pieces of a module under each other, with two blank lines around functions and classes."""
    text = ""
    wide = False
    for piece in (piece.strip("\n") for piece in pieces):
        if not piece:
            continue
        defines = bool(_DEFINES.search(piece))
        text += piece if not text else ("\n\n\n" if wide or defines else "\n") + piece
        wide = defines
    return text


def find_regions(source: str) -> list[tuple[int, int]]:
    """Line numbers of the markers around each region; around the whole cell where there are none."""
    lines = source.splitlines()
    return list(_regions(lines)) or [(0, len(lines) + 1)]


def _regions(lines: list[str]) -> Iterable[tuple[int, int]]:
    begin = 0
    for number, line in enumerate(lines, 1):
        if _BEGINS.match(line):
            begin = number
        elif _ENDS.match(line) and begin:
            yield begin, number
            begin = 0


def _is_marker(line: str) -> bool:
    return bool(_BEGINS.match(line) or _ENDS.match(line))


def _plain(line: str) -> str:
    """A marker as a reference has it, any other line as it is."""
    begins, ends = _BEGINS.match(line), _ENDS.match(line)
    return f"{begins[1]}{BEGIN}" if begins else f"{ends[1]}{END}" if ends else line


def _cover(lines: list[str], nodes: list[ast.stmt]) -> list[str]:
    names = dict.fromkeys(
        name.id
        for node in nodes
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    )
    text = [line for line in lines[nodes[0].lineno - 1 : nodes[-1].end_lineno] if not _is_marker(line)]
    return [*(f"{name} = None" for name in names), BEGIN, *text, END]


def _open_function(lines: list[str], node: ast.FunctionDef | ast.AsyncFunctionDef, first: int) -> list[str]:
    """The function with all but its head and docstring in a region."""
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    if not body:
        return lines[first - 1 : node.end_lineno]
    start = body[0]
    begins = min([start.lineno, *(one.lineno for one in getattr(start, "decorator_list", []))])
    previous = _head_ends(lines, node) if body is node.body else node.body[0].end_lineno or begins - 1
    if begins == previous:  # `def f(x): return x`
        head = lines[begins - 1].encode()[: start.col_offset].decode().rstrip()
        inner = " " * (node.col_offset + 4)
        rest = lines[begins - 1].encode()[start.col_offset :].decode()
        return [*lines[first - 1 : begins - 1], head, f"{inner}{BEGIN}", inner + rest, f"{inner}{END}"]
    inner = " " * start.col_offset
    text = [line for line in lines[previous : node.end_lineno] if not _is_marker(line)]
    head = [line for line in lines[first - 1 : previous] if not _is_marker(line)]
    return [*head, f"{inner}{BEGIN}", *text, f"{inner}{END}"]


def _head_ends(lines: list[str], node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The number of the line with the colon that ends the head."""
    depth = 0
    for token in tokenize.generate_tokens(iter([f"{line}\n" for line in lines[node.lineno - 1 :]]).__next__):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == ":" and not depth:
                return node.lineno - 1 + token.start[0]
    return node.lineno


def _open_class(lines: list[str], node: ast.ClassDef, first: int) -> list[str]:
    """The class with the bodies of its methods in regions, and what it computes as well."""
    made = lines[first - 1 : node.body[0].lineno - 1]
    for inner in node.body:
        start = min([inner.lineno, *(one.lineno for one in getattr(inner, "decorator_list", []))])
        text = [line for line in lines[start - 1 : inner.end_lineno] if not _is_marker(line)]
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
            made += ["", *_open_function(lines, inner, start)]
        elif isinstance(inner, (ast.Expr, ast.Pass)) or (isinstance(inner, ast.AnnAssign) and inner.value is None):
            made += text
        else:
            edge = " " * inner.col_offset
            made += [f"{edge}{BEGIN}", *text, f"{edge}{END}"]
    return made
