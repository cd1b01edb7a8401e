"""Where student code prints to: text of both streams, in order, kept up to a cap."""

from __future__ import annotations

import io
import itertools

__all__ = ["ERRORS", "PRINTED", "Output"]

PRINTED, ERRORS = 1, 2


class Output:
    """Keeps the first `cap` characters written to `out` and `err` together between two `take`s and drops the rest."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._left = cap
        self._parts: list[tuple[int, str]] = []
        self.out = _Stream(self, PRINTED)
        self.err = _Stream(self, ERRORS)

    def keep(self, stream: int, text: str) -> None:
        """Keep what still fits."""
        if self._left > 0:
            part = text[: self._left]
            self._left -= len(part)
            self._parts.append((stream, part))

    def take(self) -> list[tuple[int, str]]:
        """What was printed since the last time, lone surrogates replaced; ends with a note where it was cut."""
        if not self._parts:
            return []
        taken = [
            (stream, "".join(text for _, text in parts).encode("utf-8", "replace").decode())
            for stream, parts in itertools.groupby(self._parts, key=lambda part: part[0])
        ]
        if self._left <= 0:
            taken.append((PRINTED, f"\n[cut after {self._cap} characters]"))
        self._parts = []
        self._left = self._cap
        return taken


class _Stream(io.TextIOBase):
    """One of the two."""

    encoding = "utf-8"

    def __init__(self, output: Output, stream: int) -> None:
        super().__init__()
        self._output = output
        self._stream = stream

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Keep what still fits; says that all was written, as a full terminal would."""
        self._output.keep(self._stream, str(text))
        return len(text)
