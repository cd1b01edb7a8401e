"""What an exercise's misconceptions are called and what each says, read from misconceptions.py without running it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.course.syntax import parse_python

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MISCONCEPTIONS_FILE", "read_misconceptions"]

MISCONCEPTIONS_FILE = "misconceptions.py"
_TABLE = "MISCONCEPTIONS"


def read_misconceptions(folder: Path) -> dict[str, str] | None:
    """The sentence of each misconception by id, from the docstring of its first replacement that has one, else "".

    Empty where the exercise has none. None where that can't be told without running the file: code makes its table, or
    it is no Python.
    """
    try:
        tree = parse_python((folder / MISCONCEPTIONS_FILE).read_bytes())
    except OSError:
        return {}
    except (SyntaxError, ValueError):
        return None
    table = next((bound for node in tree.body if (bound := _table(node)) is not None), None)
    if not isinstance(table, ast.Dict):
        return None
    sentences = {node.name: _sentence(node) for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    found: dict[str, str] = {}
    for key, value in zip(table.keys, table.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return None
        forms = value.elts if isinstance(value, ast.List) else [value]
        names = [name for form in forms if isinstance(form, ast.Dict) for name in form.values]
        told = [sentences.get(name.id, "") for name in names if isinstance(name, ast.Name)]
        found[key.value] = next(filter(None, told), "")
    return found


def _table(node: ast.stmt) -> ast.expr | None:
    """What a statement binds to the table's name."""
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == _TABLE:
        return node.value
    if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == _TABLE for to in node.targets):
        return node.value
    return None


def _sentence(node: ast.FunctionDef | ast.ClassDef) -> str:
    """The first paragraph of the docstring on one line."""
    paragraph, _, _ = (ast.get_docstring(node) or "").partition("\n\n")
    return " ".join(paragraph.split())
