"""Exercises added to a course.yaml, whose comments and layout stay what they are."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.tokens import CommentToken

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["add_exercise"]

_FIRST_ITEM = re.compile(r"^exercises:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*(?P<indent> *)- ", re.MULTILINE)


def add_exercise(text: str, entry: Mapping[str, Any]) -> str:
    """The text of a course.yaml with one more exercise at the end of its list. `text` is valid YAML."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    first = _FIRST_ITEM.search(text)
    offset = len(first["indent"]) if first else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    content = yaml.load(text)
    added = CommentedMap(entry)
    exercises = content.get("exercises")
    if exercises:
        below = _cut_below(exercises)
        if below is not None:
            added.ca.items[next(reversed(added))] = [None, None, below, None]
        exercises.append(added)
        exercises.fa.set_block_style()
    else:
        content["exercises"] = CommentedSeq([added])
    stream = io.StringIO()
    yaml.dump(content, stream)
    return stream.getvalue()


def _cut_below(exercises: CommentedSeq) -> CommentToken | None:
    """Take away what stands below the last item: it belongs below the list, and ruamel.yaml keeps it with a value.

    A comment on the value's own line stays.
    """
    node: Any = exercises
    while True:
        last = next(reversed(node)) if isinstance(node, CommentedMap) else len(node) - 1
        inner = node[last]
        if isinstance(inner, CommentedMap | CommentedSeq) and inner and not inner.fa.flow_style():
            node = inner
            continue
        place = 2 if isinstance(node, CommentedMap) else 0
        tokens = node.ca.items.get(last)
        token = tokens[place] if tokens else None
        if not isinstance(token, CommentToken):
            return None
        own, _, below = token.value.partition("\n")
        if not below:
            return None
        token.value = f"{own}\n"
        return CommentToken(f"\n{below}", token.start_mark, None)
