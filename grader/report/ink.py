"""Lines of text for one console: wrapped by hand, in characters that its encoding has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from rich.text import Text

from grader.report.sanitise import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from grader.report.difference import Piece

__all__ = ["Ink"]

_WIDEST = 100
_NARROWEST = 40
_ASCII = {
    "✓": "+", "✗": "x", "○": "-", "█": "#", "░": ".", "│": "|", "·": "-", "…": "...", "—": "-", "\u2013": "-",
    "“": '"', "”": '"', "\u2019": "'", "\u2018": "'", "á": "a", "â": "a", "ã": "a", "à": "a", "ç": "c",
    "é": "e", "ê": "e", "í": "i",
    "ó": "o", "ô": "o", "õ": "o", "ú": "u", "Á": "A", "É": "E", "Ó": "O", "Ú": "U", "Ç": "C",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ink:
    """What one console can show. Nothing is ever read as markup, and no line ends in blanks."""

    console: Console
    width: int
    encoding: str

    @classmethod
    def of(cls, console: Console) -> Ink:
        """The ink for `console`: at most 100 columns, since longer lines are hard to read."""
        return cls(console, max(_NARROWEST, min(console.width - 2, _WIDEST)), console.encoding or "utf-8")

    def text(self, text: str, style: str = "") -> Text:
        """`text`, cleaned and spelled in what the encoding has."""
        text = clean(text)
        try:
            text.encode(self.encoding)
        except UnicodeError:
            text = "".join(map(self._spell, text))
        # The style is a span, not the base: what is appended to this text must not inherit it.
        return Text().append(text, style)

    def pieces(self, pieces: list[Piece], style: str) -> Text:
        """A side of a comparison; what differs is underlined."""
        whole = Text()
        for piece, differs in pieces:
            whole.append_text(self.text(piece, f"bold underline {style}" if differs else style))
        return whole

    def _spell(self, character: str) -> str:
        try:
            character.encode(self.encoding)
        except UnicodeError:
            return _ASCII.get(character) or character.encode("ascii", "backslashreplace").decode()
        return character

    def blank(self) -> None:
        """An empty line."""
        self.console.print()

    def hang(
        self,
        prefix: Text,
        body: Text,
        *,
        indent: int = 2,
        right: Text | None = None,
        most: int = 0,
        more: Callable[[int], str] = str,
    ) -> None:
        """Print `body` after `prefix`, its further lines hanging under its first, and `right` at the right edge.

        At most `most` lines (0: all), then what `more` says of the number of lines left out.
        """
        edge = right.cell_len + 2 if right is not None else 0
        room = max(10, self.width - indent - prefix.cell_len - edge)
        lines = list(body.wrap(self.console, room, overflow="fold", tab_size=4))
        if most and len(lines) > most + 1:
            lines = [*lines[:most], self.text(more(len(lines) - most), "dim")]
        for index, line in enumerate(lines or [Text()]):
            line.rstrip()
            row = Text(" " * indent)
            row.append_text(prefix if index == 0 else Text(set_cell_size("", prefix.cell_len)))
            row.append_text(line)
            if index == 0 and right is not None:
                row.append(" " * max(1, self.width - row.cell_len - right.cell_len))
                row.append_text(right)
            row.rstrip()
            self.console.print(row, highlight=False, soft_wrap=True)
