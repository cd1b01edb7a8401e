"""What goes to stdout and what to stderr: of this process, or of the command that a resident process works for."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["HERE", "Outlet", "console", "note", "print_json"]


class Outlet:
    """This process's own stdout and stderr."""

    @property
    def err_is_terminal(self) -> bool:
        """Does somebody watch stderr?"""
        return sys.stderr.isatty()

    def line(self, text: str) -> None:
        """A line on stdout."""
        import click

        click.echo(text)

    def note(self, text: str) -> None:
        """A line for people, on stderr; text of students in it has been cleaned. Nobody listening is no error."""
        with contextlib.suppress(OSError):
            sys.stderr.write(text + "\n")
            sys.stderr.flush()

    def json(self, value: Any) -> None:
        """One JSON document on stdout, in ASCII, so that no console's encoding can break it."""
        sys.stdout.write(json.dumps(value, indent=2, allow_nan=False) + "\n")
        sys.stdout.flush()

    def flush(self) -> None:
        """See that what was said is read: here each line is, as it is said."""

    def console(self, *, error: bool = False) -> Console:
        """A rich console that reads no markup into what it prints."""
        from rich.console import Console

        return Console(stderr=error, highlight=False, markup=False, emoji=False)


HERE = Outlet()
note = HERE.note
print_json = HERE.json
console = HERE.console
