"""Words that a resident process says for a command: they come out there as if the command had said them."""

from __future__ import annotations

import codecs
import io
import json
from typing import TYPE_CHECKING, Any

from grader.cli.output import Outlet
from grader.host.resident import frames

if TYPE_CHECKING:
    from rich.console import Console

    from grader.host.resident.line import Line
    from grader.host.resident.orders import Terminal

__all__ = ["RemoteOutlet", "can_write_for"]


def can_write_for(terminal: Terminal) -> bool:
    """Are its encodings known here?"""
    try:
        return all(
            codecs.lookup(name)._is_text_encoding  # noqa: SLF001 - `str.encode` asks the same
            for name in (terminal.out_encoding, terminal.err_encoding)
        )
    except LookupError:
        return False


class RemoteOutlet(Outlet):
    """The stdout and stderr of the command at the other end of a line. One thread writes to it."""

    def __init__(self, line: Line, terminal: Terminal) -> None:
        self._line = line
        self._terminal = terminal
        self._waiting: list[str] = []

    @property
    def err_is_terminal(self) -> bool:
        """Does somebody watch the command's stderr?"""
        return self._terminal.err_tty

    def write(self, text: str) -> None:
        """Some text for stdout, sent with the next `flush` or before the next note."""
        self._waiting.append(text)

    def line(self, text: str) -> None:
        """A line on stdout."""
        self.write(text + "\n")

    def note(self, text: str) -> None:
        """A line on stderr."""
        self.flush()
        self._line.send(frames.ERR, (text + "\n").encode(self._terminal.err_encoding, "replace"))

    def json(self, value: Any) -> None:
        """One JSON document on stdout."""
        self.write(json.dumps(value, indent=2, allow_nan=False) + "\n")

    def console(self, *, error: bool = False) -> Console:
        """A console as wide and as colourful as the command's own would be."""
        from rich.console import Console

        terminal = self._terminal
        file: Any = _Sheet(self, terminal.out_encoding, terminal=terminal.out_tty)
        return Console(file=file, stderr=error, highlight=False, markup=False, emoji=False, _environ=terminal.environ)

    def flush(self) -> None:
        """Send what waits for stdout."""
        if self._waiting:
            text = "".join(self._waiting)
            self._waiting.clear()
            self._line.send(frames.OUT, text.encode(self._terminal.out_encoding, "replace"))


class _Sheet(io.TextIOBase):
    """The file that rich writes to; no terminal of this process."""

    encoding = ""

    def __init__(self, outlet: RemoteOutlet, encoding: str, *, terminal: bool) -> None:
        self._outlet = outlet
        self.encoding = encoding
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def write(self, text: str) -> int:
        self._outlet.write(text)
        return len(text)
