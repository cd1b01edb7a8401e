"""Text from students made harmless: valid, bounded, and free of anything that steers a terminal or a reader's eye."""

from __future__ import annotations

import math
import re

from grader.report.messages import say

__all__ = ["LIMITS", "clean", "clean_line", "clip", "finite"]

LIMITS = {"line": 200, "source": 300, "value": 2_000, "message": 4_000, "stdout": 8_000, "output": 16_000}
"""Characters kept per kind of field, before the note that says how much was cut."""

# Colours and cursor moves (CSI) and window titles (OSC) go wholly; any ESC that is left is made visible below.
_ANSI = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]{0,2000}(?:\x07|\x1b\\\\)")
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 but newline, DEL, C1
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, invisible marks
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"  # no characters at all
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]",  # more invisible marks, tags
)
_ACCENT = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(f"({_ACCENT}{{4}}){_ACCENT}+")  # accents by the dozen climb out of their own line


def _reveal(match: re.Match[str]) -> str:
    code = ord(match.group())
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def clean(text: str) -> str:
    r"""`text` as it may be shown: \n is the only control character left, tabs are spaces, the rest reads as `\x1b`.

    Cleaning twice changes nothing, so what comes back from a file may be cleaned again.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _NEWLINES.sub("\n", _ANSI.sub("", text)).expandtabs(4)
    return _PILED.sub(r"\1", _UNSAFE.sub(_reveal, text))


def clean_line(text: str, limit: int = LIMITS["line"]) -> str:
    """`clean`, on one line of at most `limit` characters."""
    # A flood is cut before it is cleaned, so that a hostile megabyte costs no more than its first page.
    line = " ".join(clean(text[: 4 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def clip(text: str, limit: int, language: str = "en") -> str:
    """Clean text of at most `limit` characters, then a note of how many were cut."""
    head = clean(text[: 4 * limit])
    if len(text) <= 4 * limit and len(head) <= limit:
        return head
    lost = len(text) - 4 * limit + len(head) - limit if len(text) > 4 * limit else len(head) - limit
    return head[:limit] + say(language, "cut", count=max(lost, 1))


def finite(number: float) -> float:
    """A measured number of seconds or points as JSON can hold it: finite, not negative, at most 4 decimals."""
    return round(max(0.0, number), 4) if math.isfinite(number) else 0.0
