"""Mutants of a reference: its solution regions with one small thing changed.

By cosmic-ray's operators, and by one that leaves out a statement: code that mostly calls things holds little else.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.authoring.stub import BEGIN, END
from grader.course.document import read_document
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["EQUIVALENT", "Mutant", "make_mutants", "read_equivalent"]

EQUIVALENT = "mutants.yaml"
"""Beside the reference: mutants that are known to do the same, each with the reason."""

_NEED_ARGUMENTS = ("VariableReplacer", "VariableInserter")
"""They want names to be chosen for them, and draw numbers: not the same from run to run."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mutant of one file. `name` stays the same as long as its line does, wherever the line goes."""

    name: str
    file: str
    line: int
    before: str
    after: str
    """The line without and with the change; several lines where the change joins them."""
    source: str

    @property
    def diff(self) -> str:
        """The change as a person reads it."""
        removed = [f"- {line}" for line in self.before.splitlines()]
        added = [f"+ {line}" for line in self.after.splitlines()]
        return "\n".join([f"{self.file}:{self.line}", *removed, *added])


def make_mutants(file: str, source: str) -> tuple[Mutant, ...]:
    """Every mutant of the solution regions of a file, in a fixed order; no two are the same program.

    Those that are no Python are left out.
    """
    lines = source.splitlines()
    inside = set(_region_lines(lines))
    seen = {ast.dump(ast.parse(source))}
    names: dict[str, int] = {}
    found = []
    for operator, occurrence, line in _places(source):
        if line not in inside:
            continue
        mutated = _mutate(source, operator, occurrence)
        try:
            form = ast.dump(ast.parse(mutated))
            compile(mutated, file, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            continue
        if form in seen:
            continue
        seen.add(form)
        before, after = _changed(lines, mutated.splitlines())
        kind = type(operator).__name__
        digest = hashlib.sha256(f"{file}\n{before}\n{after}".encode()).hexdigest()[:8]
        name = f"{kind}-{digest}"
        names[name] = count = names.get(name, 0) + 1
        if count > 1:  # the same change of an equal line further down
            name = f"{name}-{count}"
        found.append(Mutant(name, file, line, before, after, mutated))
    return tuple(sorted(found, key=lambda mutant: mutant.line))


def read_equivalent(folder: Path) -> dict[str, str]:
    """The reasons that the exercise gives for mutants that no test can kill, by their names.

    Raises: CourseError when the file is not `equivalent:` with a sentence for each name.
    """
    path = folder / EQUIVALENT
    if not path.is_file():
        return {}
    content: Any = read_document(path).value
    known = content.get("equivalent") if isinstance(content, dict) else None
    if not isinstance(known, dict) or not all(isinstance(text, str) and text.strip() for text in known.values()):
        raise CourseError(
            f"solutions/{folder.name}/{EQUIVALENT} is no list of mutants.",
            "Write `equivalent:` and below it `NAME: why it does the same`, for each.",
        )
    return {str(name): text.strip() for name, text in known.items()}


def _region_lines(lines: list[str]) -> Iterator[int]:
    inside = False
    for number, line in enumerate(lines, 1):
        if BEGIN in line or END in line:
            inside = BEGIN in line
        elif inside:
            yield number


class RemoveStatement:
    """An operator as cosmic-ray's are: a statement on a line of its own becomes `pass`."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """Where it can change this node."""
        if node.type == "simple_stmt" and not node.children[0].type.startswith(("import", "string", "pass")):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, _index: int) -> Any:
        """Change it."""
        from parso.python.tree import Keyword

        first = node.children[0].get_first_leaf()
        node.children = [Keyword("pass", first.start_pos, first.prefix), node.children[-1]]
        return node


def _places(source: str) -> Iterator[tuple[Any, int, int]]:
    """Each operator, with the number of each place it can change and the line of that place."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.operators.provider import OperatorProvider

    provider: Any = OperatorProvider()
    nodes = list(ast_nodes(get_ast(source)))
    operators = [provider[name]() for name in sorted(provider) if name not in _NEED_ARGUMENTS]
    for operator in (*operators, RemoveStatement()):
        positions = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        yield from ((operator, occurrence, line) for occurrence, (line, _) in enumerate(positions))


def _mutate(source: str, operator: Any, occurrence: int) -> str:
    from cosmic_ray.ast import get_ast

    seen = 0

    def walk(node: Any) -> Any:
        """As cosmic-ray walks: a node first, then its children."""
        nonlocal seen
        for index, _ in enumerate(list(operator.mutation_positions(node))):
            if seen == occurrence:
                seen += 1
                return operator.mutate(node, index)
            seen += 1
        if seen <= occurrence and hasattr(node, "children"):
            node.children = [child for child in map(walk, node.children) if child is not None]
        return node

    return str(walk(get_ast(source)).get_code())


def _changed(before: list[str], after: list[str]) -> tuple[str, str]:
    """The lines that differ, of either side."""
    start = next(number for number, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1])
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return "\n".join(before[start : len(before) - end]), "\n".join(after[start : len(after) - end])
