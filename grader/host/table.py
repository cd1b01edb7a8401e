"""Tables that other programs wrote as CSV: read whatever their dialect, written again in the same one."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Table", "parse_table", "read_table"]

_MOST = 32 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """The cells, the first row being the header, and how they were written."""

    name: str
    rows: list[list[str]]
    delimiter: str = ","
    newline: str = "\n"
    encoding: str = "utf-8"

    @property
    def header(self) -> list[str]:
        """The first row."""
        return self.rows[0]

    def render(self) -> bytes:
        """The same kind of file with the cells as they are now."""
        text = io.StringIO()
        csv.writer(text, delimiter=self.delimiter, lineterminator=self.newline).writerows(self.rows)
        return text.getvalue().encode(self.encoding)


def read_table(path: Path) -> Table:
    """A CSV of a person's.

    Raises:
        UsageError: it can't be read, is too large for a class, or is empty.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        raise UsageError(worded("Can't read {file}: {reason}.", file=path, reason=error.strerror)) from error
    return parse_table(path.name, data)


def parse_table(name: str, data: bytes) -> Table:
    """Commas, semicolons or tabs; UTF-8 with or without a mark, UTF-16 with one, or cp1252.

    Raises:
        UsageError: too large for a class, or empty.
    """
    if len(data) > _MOST:
        raise UsageError(worded("{file} is too large for a table of a class.", file=name))
    encoding = _encoding_of(data)
    text = data.decode(encoding, "replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UsageError(worded("{file} is no CSV: {reason}.", file=name, reason=error)) from error
    if not rows or not any(rows[0]):
        raise UsageError(worded("{file} is empty.", file=name))
    return Table(name, rows, delimiter, "\r\n" if first.endswith("\r") else "\n", encoding)


def _encoding_of(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
