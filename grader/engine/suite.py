"""The hidden suite on disk: its hash, and its reference as a submission like any other."""

from __future__ import annotations

import hashlib
from pathlib import Path

from grader.errors import CourseError
from grader.submission.model import Submission

__all__ = ["read_reference", "suite_hash"]


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
    """The reference, as if somebody had handed it in."""
    file = folder / f"{folder.name}.py"
    source = file.read_text(encoding="utf-8")
    return Submission(folder.name, ((file.name, source),), (), hashlib.sha256(source.encode()).hexdigest(), ())
