"""How a report keeps the student's own source line apart from the text of what went wrong.

The stored report is the staff's, and the student's view is made from it alone. A hidden test may show the line of the
student's own exception and never its text, and the JSON has one field for both. So `message` is structured: its first
line is the student's line if, and only if, it reads `line 7: ...` (or `cell 2, line 7: ...`, `names.py, line 7: ...`).
Text that happens to look so is set off by a prefix when the report is built; a student's exception can't forge a line.
"""

from __future__ import annotations

import re

__all__ = ["join_line", "place", "split_line"]

# No file name here holds a colon, so the prefix "message: " keeps any text from matching.
_LINE = re.compile(r"(?:(?:cell \d+|[^,:\n]{1,100}\.py), )?line \d+:(?=\s|$)")
_PLACE = re.compile(r"(?:(?:cell (?P<cell>\d+)|(?P<file>[^,]+)), )?line (?P<line>\d+): ?(?P<source>.*)")


def join_line(line: str, text: str) -> str:
    """One message of the student's line (empty: there is none) and the text; both are clean already."""
    if line:
        head = line if _LINE.match(line) else f"line 0: {line}"
        return f"{head}\n{text}" if text else head
    return f"message: {text}" if _LINE.match(text) else text


def split_line(message: str) -> tuple[str, str]:
    """The student's line and the text of a message that `join_line` made."""
    if not _LINE.match(message):
        return "", message
    line, _, text = message.partition("\n")
    return line, text


def place(line: str) -> tuple[str, str, int, str]:
    """Cell, file (empty: there is none), line number (0: unknown) and source of a student's line."""
    match = _PLACE.match(line)
    if match is None:
        return "", "", 0, line
    return match["cell"] or "", match["file"] or "", int(match["line"]), match["source"]
