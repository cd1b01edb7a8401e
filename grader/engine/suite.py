"""The hidden suite on disk: its hash, its reference as a submission like any other, and what it gives to students."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace
from pathlib import Path

from grader.course.modules import SOLUTION, read_files
from grader.errors import CourseError
from grader.submission.model import Submission

__all__ = ["complete", "read_reference", "suite_hash"]


def suite_hash(folder: Path) -> str:
    """SHA-256 over names and contents of all that the judge may read of an exercise.

    Raises `CourseError` where there is no suite.
    """
    digest = hashlib.sha256()
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]
    if not files:
        raise CourseError(f"There are no hidden tests in {folder}.", "Is this a course folder, or a student's copy?")
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def read_reference(folder: Path) -> Submission:
    """The reference with all its modules, as if somebody had handed it in.

    Raises: CourseError when one of them can't be read.
    """
    files = tuple(sorted((path, _read(file)) for path, file in read_files(folder).items()))
    digest = hashlib.sha256("\0".join(part for file in files for part in file).encode()).hexdigest()
    return Submission(folder.name, files, (), digest, ())


def complete(submission: Submission, folder: Path, stubs: Path, suite: str) -> Submission:
    """The submission with what it lacks of the modules that students were given ready-made.

    Those are files of the reference that lie in `stubs`, the released folder, as they are: anything else would hand a
    student the reference. `suite` is the suite's hash.
    """
    own = {path for path, _ in submission.files} | {f"{submission.slug}.py"}
    lent = tuple(file for file in _given(folder, stubs, suite) if file[0] not in own)
    return replace(submission, files=tuple(sorted((*submission.files, *lent)))) if lent else submission


@functools.lru_cache(maxsize=256)
def _given(folder: Path, stubs: Path, _suite: str) -> tuple[tuple[str, str], ...]:
    given = []
    for path, file in read_files(folder).items():
        source = _read(file)
        if SOLUTION not in source and (stubs / path).is_file() and _read(stubs / path) == source:
            given.append((path, source))
    return tuple(given)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")
