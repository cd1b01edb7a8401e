"""What an author's folder of an exercise holds, and what it lacks: all of it said at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.course.modules import read_files
from grader.errors import CourseError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["README", "find_missing", "read_readmes", "read_reference_files", "read_text"]

README = re.compile(r"README(\.[a-z]{2})?\.md")


def find_missing(folder: Path) -> tuple[str, ...]:
    """What must be there and is not: the reference, the hidden suite and a README. All else is optional."""
    slug = folder.name
    missing = [name for name in (f"{slug}.py", f"test_{slug}.py") if not (folder / name).is_file()]
    has_readme = folder.is_dir() and any(README.fullmatch(path.name) for path in folder.iterdir())
    return tuple(missing) if has_readme else (*missing, "README.md")


def read_readmes(folder: Path) -> dict[str, str]:
    """The text of every README by its name.

    Raises: CourseError when one can't be read.
    """
    return {path.name: read_text(path) for path in sorted(folder.iterdir()) if README.fullmatch(path.name)}


def read_reference_files(folder: Path) -> dict[str, str]:
    """The text of every module of the reference by its path in `folder`, the exercise's own first.

    Raises: CourseError when one can't be read.
    """
    main = f"{folder.name}.py"
    return {main: read_text(folder / main)} | {path: read_text(file) for path, file in read_files(folder).items()}


def read_text(path: Path) -> str:
    """The text of a file, its lines ended as on Linux.

    Raises: CourseError when it can't be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise CourseError(f"{path.parent.name}/{path.name} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CourseError(f"{path.parent.name}/{path.name} is no UTF-8.", "Save it as UTF-8.") from None
