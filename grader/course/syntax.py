"""Python source to a syntax tree, from any thread."""

from __future__ import annotations

import ast
import threading

__all__ = ["parse_python"]

_one_at_a_time = threading.Lock()
"""CPython 3.11 counts the depth of a tree in one place for all threads, and raises `SystemError` where two parse."""


def parse_python(source: str | bytes, file: str = "<unknown>") -> ast.Module:
    """As `ast.parse`. Raises what that raises: `SyntaxError`, `ValueError`, `RecursionError`, `MemoryError`."""
    with _one_at_a_time:
        return ast.parse(source, file)
