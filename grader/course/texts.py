"""What a suite says in its own words: names of what is compared, messages, the texts of figures; in another language.

titles.yaml has them by the English of the suite: `the new weights: os novos pesos`. What an f-string fills in stands in
braces, in both: `the model after {step} steps: o modelo depois de {step} passos`.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["fields_of", "say_in", "texts_of", "wanted_of"]

_FIELD = re.compile(r"\{[^{}]+\}")
_LONGEST = 1_000
"""Longer texts than that are no author's: they are left alone."""
_VALUES = frozenset({"loss", "x", "y", "at", "reach", "rows", "columns", "values"})
"""Keywords of a figure that are no labels."""


def say_in(texts: Mapping[str, str], text: str, *, depth: int = 2) -> str:
    """`text` in the language of `texts`, so what is filled in, to this depth; as it is where they don't have it."""
    if text in texts or len(text) > _LONGEST:
        return texts.get(text, text)
    for template, said in texts.items():
        values = _match(template, text) if depth and "{" in template else None
        if values is not None:
            told = {field: say_in(texts, value, depth=depth - 1) for field, value in values.items()}
            return _FIELD.sub(lambda field, told=told: told.get(field[0], field[0]), said)  # type: ignore[misc]
    return text


def fields_of(text: str) -> frozenset[str]:
    """What is filled into a text, with the braces."""
    return frozenset(_FIELD.findall(text))


def texts_of(tree: ast.Module) -> frozenset[str]:
    """Every text in a suite; f-strings with the source of what they fill in."""
    return frozenset(text for node in ast.walk(tree) if (text := _text(node)) is not None)


def wanted_of(tree: ast.Module) -> tuple[str, ...]:
    """The texts of a suite that students read and that are words rather than code, in order."""
    found: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg is not None:
            found |= dict.fromkeys(text for text in _outermost(node.msg) if " " in _bare(text))
        if isinstance(node, ast.Call):
            named = [word.value for word in node.keywords if word.arg == "what"]
            found |= dict.fromkeys(text for value in named for text in _outermost(value) if " " in _bare(text))
            if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "figure":
                found |= dict.fromkeys(text for text in _of_figure(node) if re.search(r"[^\W\d_]{3}", _bare(text)))
    return tuple(found)


def _of_figure(call: ast.Call) -> Iterator[str]:
    for part in (*call.args, *(word.value for word in call.keywords)):
        yield from _outermost(part)
    yield from (word.arg for word in call.keywords if word.arg is not None and word.arg not in _VALUES)


def _outermost(node: ast.AST) -> Iterator[str]:
    """The texts in an expression, none twice as a part of another; not those that other functions are given."""
    text = _text(node)
    if text is not None:
        yield text
    elif not isinstance(node, ast.Call | ast.Subscript):
        for child in ast.iter_child_nodes(node):
            yield from _outermost(child)


def _text(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) or f"{{{_source(part)}}}" for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right) if _text(left) is not None or _text(right) is not None:
            sides = [(_text(side), side) for side in (left, right)]
            return "".join(f"{{{ast.unparse(side)}}}" if text is None else text for text, side in sides)
    return None


def _source(part: ast.AST) -> str:
    return ast.unparse(part.value if isinstance(part, ast.FormattedValue) else part)


def _bare(text: str) -> str:
    return _FIELD.sub("", text).strip()


def _match(template: str, text: str) -> dict[str, str] | None:
    """What `text` fills into the template; None: it is not of it. Takes no longer than reading does."""
    fields, fixed = _FIELD.findall(template), _FIELD.split(template)
    if len(fixed) == 1 or not text.startswith(fixed[0]) or not text.endswith(fixed[-1]):
        return None
    at, end, values = len(fixed[0]), len(text) - len(fixed[-1]), dict[str, str]()
    for field, following in zip(fields, [*fixed[1:-1], None], strict=True):
        stop = end if following is None else text.find(following, at + 1, end)
        if stop <= at:
            return None
        values[field], at = text[at:stop], stop + len(following or "")
    return values
