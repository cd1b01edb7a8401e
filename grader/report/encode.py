"""Reports to JSON and back, always through the schema that ships with the package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from grader.course.jsonschema_import import load_jsonschema
from grader.errors import InternalError, UsageError, spell
from grader.report.model import Report

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

__all__ = ["from_json", "schema", "to_json"]

# Made at import, under the import lock: msgspec 0.22 crashes where two threads are the first to look at a type.
_reports = msgspec.json.Decoder(Report)


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a report, staff's and student's alike."""
    text = files("grader.report").joinpath("report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def to_json(report: Report, *, indent: int | None = None) -> bytes:
    """`report` as UTF-8 JSON with keys in the order of the contract; checked, so nobody stores a broken report.

    Raises: InternalError where the report breaks the schema.
    """
    data = msgspec.json.encode(report, enc_hook=spell)
    flaw = _flaw(msgspec.json.decode(data))
    if flaw:
        raise InternalError(f"A report that breaks its own schema: {flaw}.", "Please report this.")
    return data if indent is None else msgspec.json.format(data, indent=indent)


def from_json(data: bytes) -> Report:
    """The report in `data`.

    Raises: UsageError where it is none, or of a schema that this version does not know.
    """
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"This is no report: {error}.") from error
    flaw = _flaw(value)
    if flaw:
        raise UsageError(f"This is no report of schema version 1: {flaw}.")
    return _reports.decode(data)


@cache
def _validator() -> Validator:
    validator: Validator = load_jsonschema().Draft202012Validator(schema())
    return validator


def _flaw(value: Any) -> str:
    """What breaks the schema first, as `path: reason` on one line; empty when nothing does."""
    error = load_jsonschema().exceptions.best_match(_validator().iter_errors(value))
    if error is None:
        return ""
    return f"{error.json_path}: {error.message[:200]}"
