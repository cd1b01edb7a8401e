r"""What IPython adds to Python in a cell: `!command`, `%magic`, `%%magic`, `?help`. Skipped, and said so."""

from __future__ import annotations

import re

from grader.submission.scan import statement_starts
from grader.submission.syntax import plain

__all__ = ["is_ours", "strip_magics"]

# These run the cell's own body as Python; all other cell magics hand it to something else, or hide its names.
_KEEP_BODY = frozenset(["%%time", "%%capture", "%%prun", "%%check"])
_CELL = re.compile(r"\s*(%%\w+)[^\n]*(?:\n|$)")
_LINE = re.compile(r"[ \t]*(?:[!%]|\?+\w|[\w.]+\?{1,2}[ \t]*$|[\w.,*\[\] \t]+=[ \t]*[!%])")
_OURS = re.compile(r"%((re|un)?load_ext\s+grader|submit)\b")
_TIMED = re.compile(r"([ \t]*)%time[ \t]+(?=\S)")


def is_ours(line: str) -> bool:
    """Is this a line for the grader's own extension? A student need not be told that it was skipped."""
    return _OURS.match(line) is not None


def strip_magics(source: str) -> tuple[str, list[str]]:
    """The cell as Python with the same number of lines, and what was skipped.

    Only lines at which a statement begins count: `%` inside brackets or a string is Python's own.
    """
    skipped: list[str] = []
    whole = _CELL.match(source)
    if whole:
        first = source[whole.start(1) : whole.end()].strip()
        if whole[1] not in _KEEP_BODY:
            return "", [first]
        # The magic's line stays as an empty one, so that line numbers stay the student's.
        source = "\n" * source.count("\n", 0, whole.end()) + source[whole.end() :]
    lines = source.split("\n")
    number, position, until = 0, 0, -1
    for start in statement_starts(source):
        number += source.count("\n", position, start)
        position = start
        line = lines[number]
        if number <= until or not _LINE.match(line):
            continue
        timed = _TIMED.match(line)
        if timed:
            lines[number] = line[timed.end() :] if not timed[1] else timed[1] + line[timed.end() :]
            continue
        skipped.append(line.strip())
        until = number
        # The shell's continuation lines go with it.
        while lines[until].endswith("\\") and until + 1 < len(lines):
            until += 1
        indent = line[: len(line) - len(line.lstrip())]
        lines[number : until + 1] = [indent + "pass", *[""] * (until - number)]
    return "\n".join(lines), [plain(text, 60) for text in skipped]
