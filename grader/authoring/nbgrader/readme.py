"""The task of an imported exercise: the notebook's prose, and its pictures as files."""

from __future__ import annotations

import base64
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.authoring.pictures import MEDIA, MOST_BYTES, SHOWN, is_local

if TYPE_CHECKING:
    from pathlib import Path

    from grader.authoring.nbgrader.source import SourceNotebook

__all__ = ["Pictures", "Readme", "find_title", "heading_above", "write_readme"]

_TAG = re.compile(r"<img\s[^>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc=[\"']([^\"'\s]+)[\"']", re.IGNORECASE)
_WORDS = re.compile(r"\salt=[\"']([^\"']*)[\"']", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_TITLE = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_SCHEME = re.compile(r"^[^\n]*BEGIN MARK SCHEME.*?END MARK SCHEME[^\n]*$", re.MULTILINE | re.DOTALL)
_BOILERPLATE = re.compile(r"Kernel\$\\rightarrow\$Restart|YOUR CODE HERE|`?NotImplementedError`?")
_NAME = re.compile(r"\w[\w.-]{0,99}")


class Readme:
    """Text, and the files that it shows by name."""

    def __init__(self, text: str, files: dict[str, bytes], lost: tuple[str, ...]) -> None:
        self.text = text
        self.files = files
        self.lost = lost
        """Pictures that could not be taken along, a reason each."""


def find_title(notebook: SourceNotebook) -> str:
    """The first heading of the first level, else the notebook's name in words."""
    for cell in notebook.cells:
        found = _TITLE.search(cell.source) if cell.kind == "prose" else None
        if found:
            return found[1].strip("*_ ")
    words = re.sub(r"[\W_]+", " ", notebook.name).strip()
    return words[:1].upper() + words[1:] or "Exercise"


def heading_above(notebook: SourceNotebook, number: int) -> str:
    """The last heading before a cell; empty where there is none."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.kind == "prose" and cell.number < number)
    found = _HEADING.findall(text)
    return re.sub(r"\s*\(\s*[\d.]+\s*(?:points?|pts?|marks?)\s*\)", "", found[-1]).strip("*_ ") if found else ""


def write_readme(notebook: SourceNotebook, title: str, points: str, *, by_hand: bool) -> Readme:
    """The prose of the cells in order. What students answer in prose, and tasks graded by hand, are no part of it."""
    parts: list[str] = []
    lost: list[str] = []
    pictures = Pictures(notebook.path.parent, lost)
    for cell in notebook.cells:
        if cell.kind != "prose" or _BOILERPLATE.search(cell.source):
            continue
        text = _SCHEME.sub("", cell.source).strip("\n")
        for name, data in cell.attachments:
            text = text.replace(f"attachment:{name}", pictures.attach(name, data, cell.number))
        parts.append(pictures.place(text))
    text = "\n\n".join(part for part in parts if part.strip())
    if not _TITLE.search(text):
        text = f"# {title}\n\n{text}"
    text += f"\n\n## How it is graded\n\n{points} points, by tests."
    if by_hand:
        text += " What people grade by hand is not part of this."
    return Readme(text + "\n", pictures.files, tuple(lost))


class Pictures:
    """Pictures of the notebook's cells and folder, by the names that they get beside the README."""

    def __init__(self, folder: Path, lost: list[str]) -> None:
        self._folder = folder.resolve()
        self._lost = lost
        self.files: dict[str, bytes] = {}

    def place(self, text: str) -> str:
        """The text with every local picture where it will lie, and with words for who can't see it."""
        return SHOWN.sub(self._place, _TAG.sub(_untag, text))

    def attach(self, name: str, data: str, cell: int) -> str:
        """A picture that was dropped into a cell; its name."""
        suffix = PurePosixPath(name).suffix
        safe = name if _NAME.fullmatch(name) else f"picture_{cell}{suffix}"
        try:
            content = base64.b64decode(data)
        except (ValueError, TypeError):
            self._lost.append(f"the picture {name} of cell {cell} is damaged")
            return safe
        if suffix not in MEDIA:  # beside the README lie the suite and the reference
            self._lost.append(f"the picture {name} of cell {cell} is none of {', '.join(MEDIA)}")
        elif len(content) > MOST_BYTES:
            self._lost.append(f"the picture {name} of cell {cell} is too large")
        else:
            self.files[safe] = content
        return safe

    def _place(self, shown: re.Match[str]) -> str:
        name = shown["place"]
        if not is_local(name):
            return shown[0]
        words = shown["alt"].strip() or re.sub(r"[\W_]+", " ", PurePosixPath(name).stem).strip()
        if name not in self.files:
            path = self._folder / name
            try:
                path = path.resolve()
                reason = self._refuse(path)
            except (OSError, ValueError):
                reason = "is not there"
            if reason:
                self._lost.append(f"the picture {name} {reason}")
                return words
            name = path.name if _NAME.fullmatch(path.name) else f"picture{path.suffix}"
            self.files[name] = path.read_bytes()
        return f"![{words}]({name})"

    def _refuse(self, path: Path) -> str:
        if not path.is_relative_to(self._folder.parent.parent):
            return "lies outside of the course"
        if path.suffix not in MEDIA:
            return f"is none of {', '.join(MEDIA)}"
        if not path.is_file():
            return "is not there"
        return "is too large" if path.stat().st_size > MOST_BYTES else ""


def _untag(tag: re.Match[str]) -> str:
    source, words = _SOURCE.search(tag[0]), _WORDS.search(tag[0])
    return f"![{words[1] if words else ''}]({source[1]})" if source and is_local(source[1]) else tag[0]
