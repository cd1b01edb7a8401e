"""What a student points at, as the bytes that are sent and stored."""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import SubmissionError, UsageError, worded
from grader.submission.archive import SUFFIXES
from grader.submission.caps import CONTAINER, FILES, INFLATED, NAME, TREE, in_words
from grader.submission.syntax import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Packed", "nothing_at", "pack", "pack_sources"]

_SKIPPED = frozenset(["__pycache__", "__MACOSX", "node_modules", "site-packages", "venv", "env"])
# The same folder gives the same bytes whenever and wherever it is packed.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Packed:
    """A file as it was handed in, or a folder as a zip; `name` has no folder in it."""

    name: str
    data: bytes


def pack(path: Path, *, links: bool = True) -> Packed:
    """Read the .py, .ipynb or .zip at `path`, or zip the Python files and notebooks of the folder there.

    A link at `path` itself is followed if `links`; links inside a folder never are.

    Raises:
        UsageError: there is nothing at `path`.
        SubmissionError: it can't be read, is no file, is too large, or holds no Python.
    """
    name = _text(path.absolute().name) or "submission"
    try:
        found = path.stat() if links else path.lstat()
    except FileNotFoundError:
        raise nothing_at(path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or worded("no valid path")
        raise UsageError(
            worded("{path} can't be opened: {reason}.", path=plain(_text(str(path))), reason=reason),
            worded("Check the path."),
        ) from None
    if stat.S_ISDIR(found.st_mode):
        return Packed(f"{name}.zip", _zip_folder(path, name))
    if not stat.S_ISREG(found.st_mode):
        kind = worded("a link") if stat.S_ISLNK(found.st_mode) else worded("no regular file")
        raise SubmissionError(
            worded("{name} is {kind}.", name=name, kind=kind), worded("Send a .py, .ipynb, .zip or a folder.")
        )
    if not name.lower().endswith((*SUFFIXES, ".zip")):
        raise SubmissionError(
            worded("{name} is no .py, .ipynb or .zip.", name=name), worded("Send one of these, or a folder.")
        )
    return Packed(name, _read_file(path, name, links=links))


def pack_sources(slug: str, sources: Mapping[str, str]) -> Packed:
    """The same of text by path: `<slug>.py` alone is a file, several are a zip."""
    if list(sources) == [f"{slug}.py"]:
        return Packed(f"{slug}.py", sources[f"{slug}.py"].encode())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, source in sorted(sources.items()):
            archive.writestr(_entry(path), source)
    return Packed(f"{slug}.zip", buffer.getvalue())


def nothing_at(path: Path) -> UsageError:
    """The error for a path that leads nowhere."""
    return UsageError(
        worded("There is no file or folder {path}.", path=plain(_text(str(path)))), worded("Check the path.")
    )


def _read_file(path: Path, name: str, *, links: bool) -> bytes:
    # Opened without waiting and asked again what it is: a path can change, and a FIFO would block.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    if not links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise SubmissionError(
                    worded("{name} is no regular file.", name=name), worded("Send a .py, .ipynb, .zip or a folder.")
                )
            data = file.read(CONTAINER + 1)
    except OSError as error:
        raise SubmissionError(
            worded("{name} can't be read: {reason}.", name=name, reason=error.strerror or worded("no access")),
            worded("Check its permissions."),
        ) from None
    if len(data) > CONTAINER:
        raise SubmissionError(
            worded("{name} is larger than {size}.", name=name, size=in_words(CONTAINER)),
            worded("Clear outputs, leave out data."),
        )
    return data


def _zip_folder(root: Path, name: str) -> bytes:
    left = INFLATED
    buffer = io.BytesIO()
    found = sorted(_python_files(root, name))
    if not found:
        raise SubmissionError(
            worded("The folder {name} holds no .py file and no notebook.", name=name), worded("Is it the right folder?")
        )
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for inner, path in found:
            data = _read_file(path, plain(f"{name}/{inner}"), links=False)
            left -= len(data)
            if left < 0:
                raise SubmissionError(
                    worded("The folder {name} holds more than {size}.", name=name, size=in_words(INFLATED)),
                    worded("Clear outputs."),
                )
            archive.writestr(_entry(inner), data)
    if buffer.tell() > CONTAINER:
        raise SubmissionError(
            worded("The folder {name} is larger than {size}.", name=name, size=in_words(CONTAINER)),
            worded("Clear outputs."),
        )
    return buffer.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _DATE)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
    return entry


def _python_files(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    """(relative posix path, path) of what is the student's own."""
    seen = count = 0
    folders = [(root, "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            entries = list(_limited(folder, TREE - seen))
        except OSError as error:
            shown = plain(_text(f"{name}/{prefix}"))
            raise SubmissionError(
                worded("The folder {shown} can't be read: {reason}.", shown=shown, reason=error.strerror),
                worded("Check its permissions."),
            ) from None
        seen += len(entries)
        if seen >= TREE:
            raise SubmissionError(
                worded("The folder {name} holds more than {most} files.", name=name, most=TREE),
                worded("Send only this exercise."),
            )
        if prefix and any(entry.name == "pyvenv.cfg" for entry in entries):
            continue
        for entry in entries:
            inner = prefix + _text(entry.name)
            if entry.name.startswith(".") or entry.name in _SKIPPED or entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append((folder / entry.name, f"{inner}/"))
            elif entry.name.lower().endswith(SUFFIXES):
                if len(inner) > NAME or not inner.isprintable():
                    raise SubmissionError(
                        worded("The folder {name} holds a bad file name: {inner}.", name=name, inner=plain(inner)),
                        worded("Rename it."),
                    )
                count += 1
                if count > FILES:
                    raise SubmissionError(
                        worded("The folder {name} holds more than {most} Python files.", name=name, most=FILES),
                        worded("Send only this exercise."),
                    )
                yield inner, folder / entry.name


def _limited(folder: Path, most: int) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            if number >= most:
                break
            yield entry


def _text(name: str) -> str:
    """A file name as valid text: bytes that are none become `?`; macOS's taken-apart accents are put together."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
