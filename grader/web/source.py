"""A submission's source as a page shows it: numbered lines, coloured as an editor would, never run and never parsed."""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import SubmissionError
from grader.submission import Packed
from grader.submission.read import read_packed

if TYPE_CHECKING:
    from grader.store import Store
    from grader.store.rows import SubmissionRow

__all__ = ["Listing", "listings_of", "paint"]

Span = tuple[str, str]
"""A class of the style sheet, or nothing, and text."""
MOST_LINES = 2_000
_KINDS = {tokenize.STRING: "tok-string", tokenize.NUMBER: "tok-number", tokenize.COMMENT: "tok-comment"}
_BUILTINS = frozenset(name for name in dir(builtins) if name.islower())


@dataclass(frozen=True, slots=True)
class Listing:
    """One file, or one cell of a notebook."""

    name: str
    cell: int | None
    lines: list[list[Span]]
    cut: bool


def listings_of(store: Store, row: SubmissionRow) -> list[Listing]:
    """What was handed in; empty where it is no source that could be read."""
    try:
        submission = read_packed(Packed(*store.package(row.id)), slug=row.exercise, interface=None)
    except SubmissionError:
        return []
    cells = [_list("", cell.number, cell.source) for cell in submission.cells]
    return cells + [_list(name, None, source) for name, source in submission.files]


def _list(name: str, cell: int | None, source: str) -> Listing:
    lines = source.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    kept = lines[:MOST_LINES]
    return Listing(name, cell, paint(kept), len(kept) < len(lines))


def paint(lines: list[str]) -> list[list[Span]]:
    """Each line in spans; from where it is no Python any more on, plainly."""
    marks: dict[int, list[tuple[int, int, str]]] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join([*lines, ""])).readline):
            kind = _kind(token)
            if kind:
                _mark(marks, token, kind, lines)
    except (tokenize.TokenError, SyntaxError):
        pass
    return [_spans(line, marks.get(number, ())) for number, line in enumerate(lines, 1)]


def _kind(token: tokenize.TokenInfo) -> str:
    if token.type != tokenize.NAME:
        return _KINDS.get(token.type, "")
    if keyword.iskeyword(token.string):
        return "tok-keyword"
    return "tok-function" if token.string in _BUILTINS else ""


def _mark(marks: dict[int, list[tuple[int, int, str]]], token: tokenize.TokenInfo, kind: str, lines: list[str]) -> None:
    (first, start), (last, end) = token.start, token.end
    for number in range(first, min(last, len(lines)) + 1):
        begins, ends = start if number == first else 0, end if number == last else len(lines[number - 1])
        marks.setdefault(number, []).append((begins, ends, kind))


def _spans(line: str, marks: list[tuple[int, int, str]] | tuple[()]) -> list[Span]:
    spans, at = [], 0
    for begins, ends, kind in marks:
        if begins > at:
            spans.append(("", line[at:begins]))
        spans.append((kind, line[begins:ends]))
        at = ends
    if at < len(line):
        spans.append(("", line[at:]))
    return spans
