"""The top-level statements of a notebook's code: which names each binds, and which it needs."""

from __future__ import annotations

import ast
import io
import symtable
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Statement", "dotted_into", "indent", "read_statements"]

_FORMATTED = ("FSTRING_START", "TSTRING_START"), ("FSTRING_END", "TSTRING_END")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a cell, with the comments above it."""

    cell: int
    node: ast.stmt
    text: str
    kind: Literal["import", "function", "class", "display", "other"]
    """`display` is an expression that is only shown."""
    binds: frozenset[str]
    """Names that it assigns, defines, imports or deletes in the notebook's namespace."""
    needs: frozenset[str]
    """Names of the namespace that it reads, inside of functions too."""
    now: frozenset[str]
    """Those that it reads at once, and not only when a function of its is called."""
    rebinds: frozenset[str]
    """Names that it reads before it binds them, as `n += 1` does."""
    declares: frozenset[str]
    """Names that a function of its declares global."""


def read_statements(source: str, cell: int) -> list[Statement]:
    """The statements of a cell in order.

    Raises:
        SyntaxError, ValueError: it is no Python.
    """
    tree = ast.parse(source)
    lines = source.splitlines()
    # Two statements on one line can't be told apart by lines.
    shared = any(a.end_lineno == b.lineno for a, b in zip(tree.body, tree.body[1:], strict=False))
    statements = []
    above = 0
    for node in tree.body:
        end = node.end_lineno or node.lineno
        text = ast.unparse(node) if shared else "\n".join(lines[above:end]).strip("\n")
        above = end
        statements.append(_statement(cell, node, text))
    return statements


def _statement(cell: int, node: ast.stmt, text: str) -> Statement:
    table = symtable.symtable(text, "<cell>", "exec")
    binds = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    now = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    declared: set[str] = set()
    later: set[str] = set()
    at_once = not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    for inner in _inner(table):
        free = {symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global() and symbol.is_referenced()}
        later |= free
        if at_once and not (isinstance(node, ast.ClassDef) and inner.get_type() == "function"):
            now |= free
        declared |= {symbol.get_name() for symbol in inner.get_symbols() if symbol.is_declared_global()}
    first = _read_first([node], set()) & (now | binds)  # not those of comprehensions
    return Statement(
        cell=cell,
        node=node,
        text=text,
        kind=_kind(node),
        binds=frozenset(binds | declared),
        needs=frozenset(now | later | first),
        now=frozenset(now | first),
        rebinds=frozenset(binds & first),
        declares=frozenset(declared),
    )


def _read_first(body: Sequence[ast.stmt], bound: set[str]) -> set[str]:
    """Names that statements read, or delete, before they bind them; `bound` grows by what they bind."""
    read: set[str] = set()

    def take(*parts: ast.AST | None) -> None:
        nodes = [node for part in parts if part is not None for node in ast.walk(part) if isinstance(node, ast.Name)]
        read.update({node.id for node in nodes if not isinstance(node.ctx, ast.Store)} - bound)
        bound.update(node.id for node in nodes if isinstance(node.ctx, ast.Store))

    def follow(*blocks: Sequence[ast.stmt]) -> None:
        for block in blocks:
            read.update(_read_first(block, bound))

    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                bound.add(node.name)
            case ast.For() | ast.AsyncFor():
                take(node.iter)
                take(node.target)
                follow(node.body, node.orelse)
            case ast.If() | ast.While():
                take(node.test)
                follow(node.body, node.orelse)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    take(item.context_expr)
                    take(item.optional_vars)
                follow(node.body)
            case ast.Try():
                bound.update(handler.name for handler in node.handlers if handler.name)
                follow(node.body, *(handler.body for handler in node.handlers), node.orelse, node.finalbody)
            case ast.Assign() | ast.AnnAssign():
                take(node.value)
                take(*(node.targets if isinstance(node, ast.Assign) else [node.target]))
            case ast.AugAssign():
                take(node.value)
                read.update({name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)} - bound)
            case _:
                take(node)
    return read


def _kind(node: ast.stmt) -> Literal["import", "function", "class", "display", "other"]:
    match node:
        case ast.Import() | ast.ImportFrom():
            return "import"
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return "function"
        case ast.ClassDef():
            return "class"
        case ast.Expr(value=ast.Call(func=ast.Name(id="print" | "display"))):
            return "display"
        case ast.Expr(value=value) if not isinstance(value, (ast.Call, ast.Await, ast.Yield)):
            return "display"
        case _:
            return "other"


def _inner(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inner(child)


def indent(text: str, by: str = "    ") -> str:
    """The text further in, but for lines that a string continues over."""
    inside = set(_string_lines(text))
    lines = text.splitlines()
    return "\n".join(
        by + line if line.strip() and number not in inside else line for number, line in enumerate(lines, 1)
    )


def _string_lines(text: str) -> Iterator[int]:
    """The numbers of lines that begin inside a string."""
    opened = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            kind = tokenize.tok_name[token.type]
            if kind == "STRING":
                yield from range(token.start[0] + 1, token.end[0] + 1)
            elif kind in _FORMATTED[0]:
                opened.append(token.start[0])
            elif kind in _FORMATTED[1] and opened:
                yield from range(opened.pop() + 1, token.end[0] + 1)
    except (tokenize.TokenError, SyntaxError):
        return


def dotted_into(text: str, names: frozenset[str], module: str) -> str:
    """The code with each of these names of the notebook's namespace written as an attribute of `module`."""
    places = [
        (node.lineno, node.col_offset)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Name) and node.id in names
    ]
    lines = [line.encode() for line in text.splitlines()]
    for line, column in sorted(places, reverse=True):  # columns are bytes
        lines[line - 1] = lines[line - 1][:column] + f"{module}.".encode() + lines[line - 1][column:]
    return b"\n".join(lines).decode()
