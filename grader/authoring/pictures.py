"""The pictures that a README shows: files of the exercise's own folder, read for the release."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["MEDIA", "SHOWN", "check_pictures", "is_local", "read_pictures", "read_words", "without_code"]

SHOWN = re.compile(r"!\[(?P<alt>[^\]]*)\]\(\s*<?(?P<place>[^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
"""`![what it shows](picture.svg)`, as Markdown has it."""
MEDIA = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
MOST_BYTES = 1 << 20
"""Of one picture: it is in the notebook once more, and students' files are sent about."""

_CODE = re.compile(r"^(```|~~~).*?^\1[ \t]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_WORDS = re.compile(r"<!--(.*?)-->|>([^<>]+)<", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def without_code(markdown: str) -> str:
    """The text with code blanked out, so that places in it stay what they are."""
    return _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), markdown)


def is_local(place: str) -> bool:
    """Is it a file, rather than an address on the web or data?"""
    return _ELSEWHERE.match(place) is None


def read_pictures(folder: Path, readme: str, markdown: str) -> dict[str, bytes]:
    """The files that a README of this folder shows, by their path in it; addresses on the web are left alone.

    Raises: CourseError that says all that is wrong with them.
    """
    problems = check_pictures(folder, readme, markdown)
    if problems:
        raise CourseError(f"solutions/{folder.name}/{' '.join(problems)}")
    return {place: _read(folder / place) for place in _places(markdown)}


def read_words(name: str, picture: bytes) -> str:
    """What a picture says in text and comments, a line each; nothing of one that is no drawing."""
    if not name.endswith(".svg"):
        return ""
    found = _WORDS.findall(picture.decode("utf-8", errors="replace"))
    said = (html.unescape(comment or text).strip() for comment, text in found)
    return "\n".join(filter(None, said))


def check_pictures(folder: Path, readme: str, markdown: str) -> tuple[str, ...]:
    """What is wrong with the pictures that a README shows, a sentence each that begins with the README's name."""
    shown = [match for match in SHOWN.finditer(without_code(markdown)) if is_local(match["place"])]
    found = [_refuse(folder, match["place"]) for match in shown]
    found += ["" if match["alt"].strip() else f"{match['place']} has no text for who can't see it" for match in shown]
    return tuple(f"{readme}: {reason}." for reason in dict.fromkeys(found) if reason)


def _read(path: Path) -> bytes:
    data = path.read_bytes()
    return data.replace(b"\r\n", b"\n") if path.suffix == ".svg" else data  # as git may have checked it out


def _places(markdown: str) -> Iterator[str]:
    for match in SHOWN.finditer(without_code(markdown)):
        if is_local(match["place"]):
            yield match["place"]


def _refuse(folder: Path, place: str) -> str:
    """Why this is no picture for students, or empty."""
    parts = place.split("/")
    if "\\" in place or any(part in ("", ".", "..") or part.startswith(".") for part in parts):
        return f"{place} is no path inside of the exercise's folder"
    path = folder / place
    if path.suffix not in MEDIA:
        return f"{place} is no picture that students get: {', '.join(MEDIA)}"
    if not path.is_file():
        return f"{place} is shown, and is not there"
    if path.resolve() != folder.resolve() / place:
        return f"{place} is a link"
    if path.stat().st_size > MOST_BYTES:
        return f"{place} has {path.stat().st_size >> 10} KiB; at most {MOST_BYTES >> 10}"
    return ""
