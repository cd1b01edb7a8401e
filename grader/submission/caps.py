"""How large a submission may be. Bytes unless said otherwise."""

from __future__ import annotations

__all__ = [
    "CHAIN",
    "CONTAINER",
    "FILES",
    "INFLATED",
    "NAME",
    "NESTING",
    "SOURCE",
    "SOURCES",
    "TREE",
    "ZIP_ENTRIES",
    "in_words",
]

CONTAINER = 16 << 20
"""What is handed in: one file, or the zip of a folder."""
INFLATED = 64 << 20
"""All that a zip holds when unpacked."""
SOURCE = 128 << 10
"""Python source that is graded: one file, or all cells of a notebook together."""
SOURCES = 1 << 20
"""Python source of all files of a submission."""
FILES = 200
"""Python files and notebooks in one submission (a number)."""
ZIP_ENTRIES = 5_000
"""Files of any kind in a zip (a number)."""
TREE = 20_000
"""Entries that are looked at when a folder is packed (a number)."""
NAME = 200
"""Characters of a path inside a folder or zip."""
NESTING = 90
"""Brackets open at once (a number). CPython's own parser stops at 200, and takes long before."""

CHAIN = 1_000
"""Operators of one expression (a number). A thread with a stack of 512 KiB parses that many of any kind."""


def in_words(count: int) -> str:
    """`16 MiB`."""
    return f"{count >> 20} MiB" if count >= 1 << 20 else f"{count >> 10} KiB"
