"""A zip to its Python files and notebooks. Nothing is written to disk, and no size that the zip claims is believed."""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib

from grader.errors import SubmissionError, worded
from grader.submission.caps import CONTAINER, FILES, INFLATED, NAME, ZIP_ENTRIES, in_words
from grader.submission.syntax import plain

__all__ = ["SUFFIXES", "hidden", "list_zip", "read_zip"]

SUFFIXES = (".py", ".ipynb")

_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 16
_DRIVE = re.compile(r"[A-Za-z]:")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, OverflowError, LookupError)


def read_zip(data: bytes, name: str) -> dict[str, bytes]:
    """Path to bytes for each .py and .ipynb in the zip, a single folder around everything taken off; sorted.

    Raises:
        SubmissionError: no readable zip, or it holds what a submission may not: a path with `..`, an absolute path,
            a link, a password, two names that are one file on some systems, too much.
    """
    # A zip's list of files may itself be a bomb, so it is measured before it is read.
    if data.count(_ENTRY) > ZIP_ENTRIES:
        raise SubmissionError(
            worded("{name} holds more than {most} files.", name=name, most=ZIP_ENTRIES),
            worded("Send only your Python files."),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unwrap(_read(archive, name))
    except _UNREADABLE as error:
        raise SubmissionError(
            worded(
                "{name} can't be unpacked: {reason}.", name=name, reason=plain(str(error), 100) or worded("damaged")
            ),
            worded("Zip it again."),
        ) from None


def list_zip(data: bytes) -> list[str]:
    """The names in a zip, to guess by; none if it can't be read."""
    if data.count(_ENTRY) > ZIP_ENTRIES:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [name for name in archive.namelist() if not hidden(name)]
    except _UNREADABLE:
        return []


def hidden(path: str) -> bool:
    """Is this part of a system's or an editor's own bookkeeping rather than the student's work?"""
    return any(part.startswith(".") or part in {"__MACOSX", "__pycache__"} for part in path.split("/"))


def _read(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    taken: dict[str, str] = {}
    left = INFLATED
    too_much = SubmissionError(
        worded("{name} holds more than {size}.", name=name, size=in_words(INFLATED)),
        worded("Send only your Python files."),
    )
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > INFLATED:
        raise too_much
    for entry in entries:
        path = _safe_path(entry, name)
        if not path or path.startswith("__MACOSX/"):
            continue
        _refuse_kind(entry, path, name)
        if entry.is_dir() or entry.orig_filename.endswith("\\"):
            continue
        _refuse_collision(path, taken, name)
        content = bytearray()
        wanted = path.lower().endswith(SUFFIXES) and not hidden(path)
        with archive.open(entry) as file:
            while chunk := file.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise too_much
                if wanted:
                    content += chunk
        if wanted:
            if len(content) > CONTAINER:
                raise SubmissionError(
                    worded("{name}: {path} is larger than {size}.", name=name, path=path, size=in_words(CONTAINER)),
                    worded("Clear its outputs."),
                )
            files[path] = bytes(content)
    if len(files) > FILES:
        raise SubmissionError(
            worded("{name} holds more than {most} Python files.", name=name, most=FILES),
            worded("Send only this exercise."),
        )
    return dict(sorted(files.items()))


def _safe_path(entry: zipfile.ZipInfo, name: str) -> str:
    """The entry's path with forward slashes, relative and without `.` parts."""
    raw = entry.orig_filename.replace("\\", "/")
    shown = plain(raw, 60)
    if not raw.isprintable():
        raise SubmissionError(
            worded("{name} holds a file name with control characters: {shown}.", name=name, shown=shown),
            worded("Rename it."),
        )
    if raw.startswith("/") or _DRIVE.match(raw):
        raise SubmissionError(
            worded("{name} holds an absolute path: {shown}.", name=name, shown=shown), worded("Zip the folder itself.")
        )
    parts = [part for part in raw.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise SubmissionError(
            worded("{name} holds a path with '..': {shown}.", name=name, shown=shown), worded("Zip the folder itself.")
        )
    if len(raw) > NAME:
        raise SubmissionError(
            worded("{name} holds a path of more than {most} characters: {shown}.", name=name, most=NAME, shown=shown),
            worded("Shorten it."),
        )
    return "/".join(parts)


def _refuse_kind(entry: zipfile.ZipInfo, path: str, name: str) -> None:
    shown = plain(path, 60)
    mode = entry.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise SubmissionError(
            worded("{name} holds a link: {shown}.", name=name, shown=shown), worded("Put the file itself in the zip.")
        )
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise SubmissionError(
            worded("{name} holds something that is no file: {shown}.", name=name, shown=shown),
            worded("Zip it again without that."),
        )
    if entry.flag_bits & 0x1:
        raise SubmissionError(worded("{name} has a password.", name=name), worded("Zip it again without one."))
    # zipfile inflates a whole chunk of the other methods at once, and 4 KiB of bzip2 can be gigabytes.
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise SubmissionError(
            worded("{name} uses a compression that not every system reads.", name=name),
            worded("Zip it again with the usual one."),
        )


def _refuse_collision(path: str, taken: dict[str, str], name: str) -> None:
    """No two paths may be one file where case or accents don't count, nor one be the folder of another."""
    parts = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold()).split("/")
    key = "/".join(parts)
    folders = ["/".join(parts[:end]) for end in range(1, len(parts))]
    if key in taken or any(taken.get(folder) for folder in folders):
        other = taken.get(key) or next((taken[folder] for folder in folders if taken.get(folder)), path)
        raise SubmissionError(
            worded(
                "{name} holds two files of one name: {other} and {path}.",
                name=name,
                other=plain(other or path, 60),
                path=plain(path, 60),
            ),
            worded("Keep one."),
        )
    taken[key] = path
    for folder in folders:
        taken.setdefault(folder, "")


def _unwrap(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files without the folder that all of them lie in."""
    while files:
        tops = {path.split("/", 1)[0] for path in files}
        if len(tops) != 1 or any("/" not in path for path in files):
            break
        files = {path.split("/", 1)[1]: content for path, content in files.items()}
    return files
