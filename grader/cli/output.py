"""What goes to stdout and what to stderr."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console", "note", "print_json"]


def print_json(value: Any) -> None:
    """One JSON document on stdout, in ASCII, so that no console's encoding can break it."""
    sys.stdout.write(json.dumps(value, indent=2, allow_nan=False) + "\n")
    sys.stdout.flush()


def note(line: str) -> None:
    """A line for people, on stderr; text of students in it has been cleaned. Nobody listening is no error."""
    with contextlib.suppress(OSError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def console(*, error: bool = False) -> Console:
    """A rich console that reads no markup into what it prints."""
    from rich.console import Console

    return Console(stderr=error, highlight=False, markup=False, emoji=False)
