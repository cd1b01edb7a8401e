"""The stub as a notebook: the README, then a cell for each function. The same input gives the same bytes."""

from __future__ import annotations

import ast
import base64
import re
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from grader.authoring.pictures import MEDIA, SHOWN, is_local, without_code
from grader.course.syntax import parse_python

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["read_cells", "write_notebook"]

CLOSING = """\
Save the notebook, then try it and hand it in from a terminal:

    grade check {slug}.ipynb
    grade submit {slug}.ipynb
"""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_VECTOR = "image/svg+xml"


def write_notebook(slug: str, readme: str, stub: str, pictures: Mapping[str, bytes] | None = None) -> str:
    """The notebook's JSON. Cell ids are `<slug>-<number>`, so that nothing changes from run to run.

    `pictures` are those that the README shows, by path. They go into the notebook, which may be opened alone.

    Raises: SyntaxError when the stub is no Python.
    """
    v4: Any = import_module("nbformat.v4")  # untyped, and slow to import
    text, attachments = _embed(readme.strip(), pictures or {})
    cells: list[Any] = [v4.new_markdown_cell(text)]
    if attachments:
        cells[0]["attachments"] = attachments
    cells += [v4.new_code_cell(source) for source in _split(stub)]
    cells.append(v4.new_markdown_cell(CLOSING.format(slug=slug).strip()))
    for number, cell in enumerate(cells):
        cell["id"] = f"{slug}-{number}"[:64]
    notebook = v4.new_notebook(cells=cells, metadata=METADATA)
    return str(v4.writes(notebook)) + "\n"


def read_cells(notebook: str) -> str:
    """The source of all cells, one after the other."""
    import json

    return "\n\n".join("".join(cell["source"]) for cell in json.loads(notebook)["cells"])


def _embed(readme: str, pictures: Mapping[str, bytes]) -> tuple[str, dict[str, dict[str, str]]]:
    """The README with its pictures inside, and the cell's attachments.

    JupyterLab shows no attached SVG (its list of safe types has raster images only), but one that the text holds
    itself. That stands below the text, so that who edits the cell sees the text first.
    """
    attachments: dict[str, dict[str, str]] = {}
    below: dict[str, str] = {}

    def turn(shown: re.Match[str]) -> str:
        place, alt = shown["place"], shown["alt"]
        if not is_local(place) or place not in pictures:
            return shown[0]
        media, data = MEDIA[PurePosixPath(place).suffix], base64.b64encode(pictures[place]).decode()
        if media == _VECTOR:
            below[place] = f"[{place}]: data:{media};base64,{data}"
            return f"![{alt}][{place}]"
        attachments[place] = {media: data}
        return f"![{alt}](attachment:{place})"

    plain, parts, at = without_code(readme), [], 0
    for shown in SHOWN.finditer(plain):
        parts += [readme[at : shown.start()], turn(shown)]
        at = shown.end()
    parts.append(readme[at:])
    return "\n\n".join(["".join(parts), *below.values()]), attachments


def _split(stub: str) -> Iterator[str]:
    """The stub's code: a cell for each function and class, one for what stands between; no module docstring."""
    body = parse_python(stub).body
    lines = stub.splitlines()
    start = 0
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        start = body[0].end_lineno or 0  # the README says it
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = min([statement.lineno, *(decorator.lineno for decorator in statement.decorator_list)]) - 1
            while first > start and lines[first - 1].startswith("#"):
                first -= 1  # a comment right above belongs to the function
            yield from _nonempty(lines[start:first])
            start = statement.end_lineno or first
            yield from _nonempty(lines[first:start])
    yield from _nonempty(lines[start:])


def _nonempty(lines: list[str]) -> Iterator[str]:
    text = "\n".join(lines).strip("\n")
    if text.strip():
        yield text
