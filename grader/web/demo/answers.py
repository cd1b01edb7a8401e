"""What students of the demo hand in: the reference, the stub, or the reference with one of the known mistakes in it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.authoring.bundle import write_bundle
from grader.course.misconceptions import MISCONCEPTIONS_FILE
from grader.submission import Packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.course.model import Course

__all__ = ["Answers"]

_TABLE = "MISCONCEPTIONS"
_MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")

Definition = ast.FunctionDef | ast.ClassDef


class Answers:
    """The answers to one exercise."""

    def __init__(self, course: Course, slug: str) -> None:
        folder = course.suite_folder(slug)
        self._course, self._slug = course, slug
        self._reference = (folder / f"{slug}.py").read_text("utf-8")
        self._mistakes = dict(_read(folder))

    @property
    def mistakes(self) -> list[str]:
        """The mistakes that can be made, by id."""
        return list(self._mistakes)

    def right(self) -> Packed:
        """The reference, as a student would write it."""
        return self._pack(self._reference)

    def stub(self) -> Packed:
        """What was given out, handed in as it is."""
        files = write_bundle(self._course, self._slug)
        return Packed(f"{self._slug}.py", files[f"{self._slug}.py"])

    def unreadable(self) -> Packed:
        """The reference without its last bracket, as when a line got lost."""
        head, _, tail = self._reference.rpartition(")")
        return self._pack(head + tail)

    def wrong(self, mistake: str) -> Packed:
        """The reference with this mistake in place of the right answer."""
        lines = self._reference.splitlines()
        found = {node.name: node for node in ast.parse(self._reference).body if isinstance(node, Definition)}
        places = [(found[name], text) for name, text in self._mistakes[mistake].items() if name in found]
        for node, text in sorted(places, key=lambda one: -one[0].lineno):
            lines[node.lineno - 1 : node.end_lineno] = text.splitlines()
        return self._pack("\n".join(lines))

    def _pack(self, source: str) -> Packed:
        kept = [line for line in source.splitlines() if line.strip() not in _MARKS]
        return Packed(f"{self._slug}.py", "\n".join([*kept, ""]).encode())


def _read(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each mistake with the sources of what it replaces, by name. Only those that are whole in themselves."""
    source = (folder / MISCONCEPTIONS_FILE).read_text("utf-8")
    tree = ast.parse(source)
    definitions = {node.name: node for node in tree.body if isinstance(node, Definition)}
    table = next(node.value for node in tree.body if isinstance(node, ast.Assign) and _binds_table(node))
    if not isinstance(table, ast.Dict):
        return
    for key, value in zip(table.keys, table.values, strict=True):
        form = value.elts[0] if isinstance(value, ast.List) and value.elts else value
        if not isinstance(key, ast.Constant) or not isinstance(form, ast.Dict):
            continue
        wrong = {
            str(name.value): definitions[new.id]
            for name, new in zip(form.keys, form.values, strict=True)
            if isinstance(name, ast.Constant) and isinstance(new, ast.Name) and new.id in definitions
        }
        if len(wrong) == len(form.keys) and not any(_names(node) & set(definitions) for node in wrong.values()):
            yield str(key.value), {name: _rename(source, node, name) for name, node in wrong.items()}


def _binds_table(node: ast.Assign) -> bool:
    return any(isinstance(to, ast.Name) and to.id == _TABLE for to in node.targets)


def _names(node: Definition) -> set[str]:
    """What it uses of others."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _rename(source: str, node: Definition, name: str) -> str:
    """The definition under another name, and without the docstring, which tells what is wrong with it."""
    lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
    first = node.body[0]
    if ast.get_docstring(node) is not None and first.end_lineno is not None:
        del lines[first.lineno - node.lineno : first.end_lineno - node.lineno + 1]
    return "\n".join(lines).replace(node.name, name)
