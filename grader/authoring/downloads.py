"""Bulk downloads of an LMS, a zip of everyone's submissions, laid out as `grade batch` reads it: DIR/<student>/FILE."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from grader.errors import SubmissionError, UsageError, worded
from grader.host.students import check_student
from grader.host.write import write_whole
from grader.submission.archive import SUFFIXES, hidden
from grader.submission.caps import CONTAINER
from grader.submission.naming import matching_slugs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.host.roster import Person

__all__ = ["SOURCES", "unpack"]

_MOST_FILES = 100_000
_MOST_METADATA = 64 << 20
_SUFFIXES = (*SUFFIXES, ".zip")
_CANVAS = re.compile(r"(?P<name>[^_/]+)_(?:LATE_)?(?P<id>\d+)_(?:question_\d+_)?\d+_(?P<file>[^/]+)")
_CANVAS_AGAIN = re.compile(r"-\d+$")
_MOODLE = re.compile(r"(?P<name>[^/]+)_(?P<id>\d+)_assignsubmission_file_?/?(?P<file>[^/].*)")


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file in the zip: whose it is by the LMS's own names, the surest first, and what it was called."""

    names: tuple[str, ...]
    file: str
    entry: zipfile.ZipInfo


def _of_canvas(archive: zipfile.ZipFile) -> Iterator[_Sent]:
    """`<name>_[LATE_]<Canvas's id>_<submission>_<file>`, all in one folder."""
    for entry in _files(archive):
        match = _CANVAS.fullmatch(PurePosixPath(entry.filename).name)
        if match:
            file = PurePosixPath(match["file"])
            yield _Sent((match["id"], match["name"]), _CANVAS_AGAIN.sub("", file.stem) + file.suffix, entry)


def _of_moodle(archive: zipfile.ZipFile) -> Iterator[_Sent]:
    """`<full name>_<participant>_assignsubmission_file_/<file>`, or the same without the folder."""
    for entry in _files(archive):
        match = _MOODLE.fullmatch(entry.filename)
        if match:
            yield _Sent((match["id"], match["name"]), match["file"], entry)


def _of_gradescope(archive: zipfile.ZipFile) -> Iterator[_Sent]:
    """`<export>/submission_<id>/<file>`, and whose each is in submission_metadata.yml."""
    found = [entry for entry in archive.infolist() if PurePosixPath(entry.filename).name == "submission_metadata.yml"]
    if not found:
        return
    owners = _read_owners(_read(archive, found[0], _MOST_METADATA))
    top = PurePosixPath(found[0].filename).parent
    for entry in _files(archive):
        path = PurePosixPath(entry.filename)
        if path.is_relative_to(top) and len(path.relative_to(top).parts) > 1:
            folder, *rest = path.relative_to(top).parts
            if folder in owners:
                yield _Sent(owners[folder], "/".join(rest), entry)


SOURCES: dict[str, Callable[[zipfile.ZipFile], Iterator[_Sent]]] = {
    "canvas": _of_canvas,
    "moodle": _of_moodle,
    "gradescope": _of_gradescope,
}


def unpack(
    source: str, path: Path, root: Path, slugs: Sequence[str], *, slug: str | None = None, roster: Sequence[Person] = ()
) -> tuple[str, ...]:
    """Write each student's submission from the zip at `path` to `root`/<student>/; what was left out, in words.

    `roster` says which student the LMS's id, number, e-mail or name means; without it the LMS's own id names the
    student. `slug` says which exercise it is where the files' names don't. A file that is there is replaced.

    Raises:
        UsageError: no zip, or not one of this LMS; `root` can't be written.
    """
    known = _by_name(roster)
    remarks: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            by_student: dict[str, list[_Sent]] = {}
            for sent in SOURCES[source](archive):
                try:
                    student = check_student(
                        next((known[n] for n in map(_fold, sent.names) if n in known), sent.names[0])
                    )
                except UsageError as error:
                    remarks.append(str(error))
                else:
                    by_student.setdefault(student, []).append(sent)
            if not by_student:
                raise UsageError(
                    worded("{file} holds no submission as {source} names them.", file=path.name, source=source),
                    worded("Download all submissions of one assignment, and give that zip as it is."),
                )
            for student, files in by_student.items():
                try:
                    remarks += _write(archive, root / student, student, files, slugs, slug)
                except SubmissionError as error:
                    remarks.append(str(error))
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(worded("{file} can't be unpacked: {reason}.", file=path.name, reason=reason)) from error
    if roster:
        strangers = sorted(set(by_student) - {person.id for person in roster})
        remarks += [worded("{student} is not on the roster.", student=one) for one in strangers]
    return tuple(remarks)


def _write(
    archive: zipfile.ZipFile, folder: Path, student: str, files: list[_Sent], slugs: Sequence[str], slug: str | None
) -> list[str]:
    """One student's files: by their own names where these tell the exercise, else as one submission of `slug`."""
    remarks: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    nameless = []
    for sent in files:
        name = PurePosixPath(sent.file).name
        if PurePosixPath(name).suffix.lower() not in _SUFFIXES:
            remarks.append(worded("{student}: {name} was left out.", student=student, name=ascii(name)))
        elif len(matching_slugs(name, slugs)) == 1 and "/" not in sent.file.strip("/"):
            write_whole(folder / _plain(name), _read(archive, sent.entry, CONTAINER))
        else:
            nameless.append(sent)
    if nameless and slug is None:
        remarks += [
            worded("{student}: {name} is no exercise of this course.", student=student, name=ascii(sent.file))
            for sent in nameless
        ]
    elif slug is not None and len(nameless) == 1:
        suffix = PurePosixPath(nameless[0].file).suffix.lower()
        write_whole(folder / f"{slug}{suffix}", _read(archive, nameless[0].entry, CONTAINER))
    elif slug is not None and nameless:
        (folder / slug).mkdir(exist_ok=True)
        for sent in nameless:
            write_whole(folder / slug / _plain(PurePosixPath(sent.file).name), _read(archive, sent.entry, CONTAINER))
    return remarks


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Regular files that a person sent."""
    entries = archive.infolist()
    if len(entries) > _MOST_FILES:
        raise ValueError(f"more than {_MOST_FILES} files")
    return [
        entry
        for entry in entries
        if not entry.is_dir() and not hidden(entry.filename) and not stat.S_ISLNK(entry.external_attr >> 16)
    ]


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(entry) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise SubmissionError(worded("{name} is too large.", name=ascii(entry.filename)))
    return data


def _read_owners(data: bytes) -> dict[str, tuple[str, ...]]:
    """Folder to the names of its first submitter; the file is Ruby's, with tags of its own; all is text."""
    try:
        document = YAML(typ="base", pure=True).load(data.decode("utf-8", "replace"))
    except YAMLError as error:
        raise ValueError("submission_metadata.yml is damaged") from error
    owners: dict[str, tuple[str, ...]] = {}
    for folder, about in document.items() if isinstance(document, dict) else ():
        people = about.get(":submitters") if isinstance(about, dict) else None
        if isinstance(people, list) and people and isinstance(people[0], dict):
            names = [people[0].get(key) for key in (":sid", ":email", ":name")]
            told = tuple(name.strip() for name in names if isinstance(name, str) and name.strip())
            if told:
                owners[str(folder)] = told
    return owners


def _by_name(roster: Sequence[Person]) -> dict[str, str]:
    """Student id by every name that only one person has."""
    found: dict[str, str | None] = {}
    for person in roster:
        for name in {_fold(one) for one in (person.lms, person.id, person.number, person.email, person.name) if one}:
            found[name] = person.id if name not in found else None
    return {name: student for name, student in found.items() if student is not None}


def _fold(name: str) -> str:
    """Canvas writes "Silva, Ana Maria" as `silvaanamaria`."""
    return re.sub(r"[\s,.'-]", "", name).casefold()


def _plain(name: str) -> str:
    """A file's name that no system takes for something else."""
    return re.sub(r"[^\w.()\[\] -]", "_", name).lstrip(".")[:100] or "file"
