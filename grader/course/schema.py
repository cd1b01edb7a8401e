"""Does a parsed course.yaml have the shape of course.schema.json? Problems name line, key and what is expected."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from grader.course.jsonschema_import import load_jsonschema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError

    from grader.course.document import Document, KeyPath

__all__ = ["check_shape", "course_schema", "shown"]


@cache
def course_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of course.yaml."""
    text = resources.files("grader.course").joinpath("course.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def check_shape(document: Document) -> None:
    """Return if the document fits the schema.

    Raises:
        CourseError: it does not; names the first problem in the file, and counts the others.
    """
    validator = load_jsonschema().Draft202012Validator(course_schema())
    found = sorted(
        (problem for error in validator.iter_errors(document.value) for problem in _problems(error)),
        key=lambda problem: (document.line(problem[0]), str(problem[0])),
    )
    if found:
        path, problem = found[0]
        more = len(found) - 1
        raise document.error(path, problem, f"({more} more after this.)" if more else "")


def shown(value: Any) -> str:
    """A value as an error message quotes it: short, on one line, without control characters."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _problems(error: ValidationError) -> Iterator[tuple[KeyPath, str]]:
    path: KeyPath = tuple(error.absolute_path)
    schema: Any = error.schema
    instance: Any = error.instance
    if error.validator == "additionalProperties":
        known = sorted(schema["properties"])
        for key in instance:
            if key not in schema["properties"]:
                near = get_close_matches(str(key).lower(), known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(known)}"
                yield (*path, key), f"unknown key; {hint}"
    elif error.validator == "required":
        for key in schema["required"]:
            if key not in instance:
                yield path, f"expected the key {key!r}, which is missing"
    else:
        expected = schema.get("x-expected") or error.message
        yield path, f"expected {expected}, got {shown(instance)}"
