"""Rows for every table that there is, by what the schema says, so that no table can be forgotten."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select

from grader.store.schema import METADATA

_ALLOWED = {
    ("submissions", "state"): "graded",
    ("reports", "state"): "graded",
    ("proposals", "state"): "graded",
    ("disputes", "state"): "answered",
    ("disputes", "outcome"): "regrade",
    ("deliveries", "kind"): "webhook",
    ("memberships", "role"): "assistant",
    ("invitations", "role"): "student",
}
_OF_A_CLAIM = ("owner", "lease_until", "not_before", "progress")
"""Which only a submission that is being graded has."""
NEVER = {name: [] for name in ("workers",) if name in METADATA.tables}
"""Tables that are never copied: they hold where and while they are."""
_START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_JSON = ("target", "payload", "detail", "data", "deployments", "hosts")


def fill(engine, rows: int = 3) -> None:
    """Put `rows` rows into every table, each with values that no other row has."""
    count = itertools.count(1)
    with engine.begin() as c:
        for table in METADATA.sorted_tables:
            c.execute(insert(table), [_row(table, number, next(count)) for number in range(1, rows + 1)])


def dump(engine) -> dict[str, list[tuple]]:
    """Every row of every table, in the order of their keys."""
    with engine.connect() as c:
        return {
            table.name: [tuple(row) for row in c.execute(select(table).order_by(*table.primary_key.columns))]
            for table in METADATA.sorted_tables
        }


def _row(table, number, unique):
    return {column.name: _value(table, column, number, unique) for column in table.c}


def _value(table, column, number, unique):
    if column.foreign_keys or (column.name == "id" and column.primary_key):
        return number
    if table.name == "submissions" and column.name in _OF_A_CLAIM:
        return None
    if (table.name, column.name) in _ALLOWED:
        return _ALLOWED[table.name, column.name]
    kind = getattr(column.type, "impl", column.type).python_type
    if column.name in _JSON and kind is str:
        return json.dumps({"n": unique, "text": "ção 日本"})
    match kind.__name__:
        case "int":
            return unique if column.name != "seed" else 2**62 + unique
        case "float":
            return unique + 0.1
        case "bool":
            return bool(unique % 2)
        case "bytes":
            return bytes([unique % 256, 0, 255]) * 5
        case "datetime":
            return _START + timedelta(days=unique, microseconds=unique)
    return f"{column.name} {unique} ação '\"%\\ 😀"
