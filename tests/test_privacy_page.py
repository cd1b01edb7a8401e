"""The page on privacy names every field that the database has, and none that it has not."""

from __future__ import annotations

import re
from pathlib import Path

from grader.store.schema import METADATA

PAGE = (Path(__file__).parents[1] / "docs" / "privacy.md").read_text(encoding="utf-8")


def listed():
    """The fields by table, in the rows under each heading."""
    _, *parts = re.split(r"^### (\w+)$", PAGE, flags=re.MULTILINE)
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        rows = [row.split("|")[1:-1] for row in text.splitlines() if row.startswith("| `")]
        yield name, [(re.findall(r"`(\w+)`", fields), why.strip(), how_long.strip()) for fields, why, how_long in rows]


def test_every_field_is_there_once():
    told = {name: sorted(field for fields, _, _ in rows for field in fields) for name, rows in listed()}
    assert told == {table.name: sorted(table.c.keys()) for table in METADATA.sorted_tables}


def test_each_says_why_and_how_long():
    assert [name for name, rows in listed() if not rows or not all(why and how_long for _, why, how_long in rows)] == []
