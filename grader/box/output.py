"""Where student code prints to: text kept up to a cap."""

from __future__ import annotations

import io

__all__ = ["Output"]


class Output(io.TextIOBase):
    """A text stream that keeps the first `cap` characters written between two `take`s and drops the rest."""

    encoding = "utf-8"

    def __init__(self, cap: int) -> None:
        super().__init__()
        self._cap = cap
        self._left = cap
        self._parts: list[str] = []

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Keep what still fits; says that all was written, as a full terminal would."""
        if self._left > 0:
            part = str(text)[: self._left]
            self._left -= len(part)
            self._parts.append(part)
        return len(text)

    def take(self) -> str:
        """What was printed since the last time, lone surrogates replaced; ends with a note where it was cut."""
        text = "".join(self._parts).encode("utf-8", "replace").decode()
        if self._left <= 0 and self._parts:
            text += f"\n[cut after {self._cap} characters]"
        self._parts.clear()
        self._left = self._cap
        return text
