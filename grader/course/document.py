"""YAML text to plain values and the line each came from; refuses what could blow up or run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Document", "KeyPath", "dotted", "parse_document", "read_document"]

KeyPath = tuple[str | int, ...]

MAX_BYTES = 256 << 10
MAX_DEPTH = 16
MAX_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Document:
    """Plain values (dict, list, str, int, float, bool, None), and the line of each key path."""

    name: str
    value: Any
    lines: Mapping[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line of `path`, else of its nearest parent; counted from 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def error(self, path: KeyPath, problem: str, advice: str = "") -> CourseError:
        """The error that names file, line and key."""
        key = dotted(path)
        return CourseError(f"{self.name}:{self.line(path)}: {key + ': ' if key else ''}{problem}", advice)


def dotted(path: KeyPath) -> str:
    """`("exercises", 0, "points")` as `exercises[0].points`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def read_document(path: Path) -> Document:
    """The YAML file at `path`, of at most 256 KiB.

    Raises:
        CourseError: it is missing, unreadable, too large, not UTF-8, or no plain YAML.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise CourseError(f"There is no {path.name} in {path.parent}.") from None
    except OSError as error:
        raise CourseError(f"{path} can't be read: {error.strerror}.") from None
    if len(data) > MAX_BYTES:
        raise CourseError(f"{path.name} is larger than 256 KiB.", "A course needs a few kilobytes.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CourseError(
            f"{path.name}:{line}: not UTF-8: byte 0x{data[error.start]:02x}.", "Save it as UTF-8."
        ) from None
    return parse_document(text, path.name)


def parse_document(text: str, name: str) -> Document:
    """The one YAML document in `text`; dates stay text, as their meaning depends on the time zone.

    Raises:
        CourseError: no plain YAML: a syntax error, an alias, a tag, a key given twice, too deep or too long.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    def reader() -> YAML:
        return YAML(typ="rt", pure=True)

    try:
        # Events come one by one, so that a bomb is refused before anything of its size exists.
        _refuse_bombs(reader().parse(text), name)
        root = reader().compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = " ".join(str(error.problem or error.context or "syntax error").split())
        advice = "Indent with spaces, not tabs." if "'\\t'" in problem else ""
        raise CourseError(f"{name}:{line}: not valid YAML: {problem}.", advice) from None
    except (YAMLError, ValueError) as error:
        raise CourseError(f"{name}:1: not valid YAML: {' '.join(str(error).split())[:200]}.") from None
    lines: dict[KeyPath, int] = {(): 1}
    value = None if root is None else _plain(root, (), lines, name)
    return Document(name, value, lines)


def _refuse_bombs(events: Any, name: str) -> None:
    from ruamel.yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

    depth = nodes = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            raise CourseError(
                f"{name}:{line}: aliases (*name) are not supported.", "Use `defaults:` for shared values."
            )
        if isinstance(event, (ScalarEvent, SequenceStartEvent, MappingStartEvent)):
            nodes += 1
            if getattr(event, "tag", None) not in {None, "!"}:
                raise CourseError(f"{name}:{line}: tags (!name) are not supported.")
        if isinstance(event, (SequenceStartEvent, MappingStartEvent)):
            depth += 1
        elif type(event).__name__ in {"SequenceEndEvent", "MappingEndEvent"}:
            depth -= 1
        if depth > MAX_DEPTH:
            raise CourseError(f"{name}:{line}: nested more than {MAX_DEPTH} levels deep.")
        if nodes > MAX_NODES:
            raise CourseError(f"{name}:{line}: more than {MAX_NODES} values.")


def _plain(node: Any, path: KeyPath, lines: dict[KeyPath, int], name: str) -> Any:
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    if isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            lines[(*path, index)] = item.start_mark.line + 1
        return [_plain(item, (*path, index), lines, name) for index, item in enumerate(node.value)]
    if not isinstance(node, MappingNode):
        # ruamel marks with a bell where it folded a line of `>` text, to write it back in the same way.
        return _scalar(node.tag, node.value.replace("\a", "") if node.style == ">" else node.value)
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value
        if not isinstance(key, str):
            raise CourseError(f"{name}:{line}: a key must be text.")
        if key in mapping:
            first = lines[(*path, key)]
            raise CourseError(f"{name}:{line}: {dotted((*path, key))}: given twice, first in line {first}.")
        lines[(*path, key)] = line
        mapping[key] = _plain(value_node, (*path, key), lines, name)
    return mapping


def _scalar(tag: Any, text: str) -> Any:
    kind = str(tag).rsplit(":", 1)[-1]
    try:
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in {"true", "yes", "on", "y"}  # all of them only where a %YAML 1.1 line asks for it
        if kind == "int":
            return (
                int(text.replace("_", ""), 0) if text[:2].lower() in {"0x", "0o", "0b"} else int(text.replace("_", ""))
            )
        if kind == "float" and math.isfinite(number := float(text.replace("_", ""))):
            return number
    except ValueError:
        pass  # a number that Python does not know is text, and the schema says what was expected
    return text
