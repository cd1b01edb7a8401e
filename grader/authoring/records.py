"""`releases.json` in the course's folder: which suites students were given a bundle for, so that reports can be rerun.

A report carries its suite's hash. The note beside that hash says which commit of the course, and which grader, to
take up again. It lies in the course, not in a state folder: it is worth what the course's history is worth.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grader import __version__
from grader.engine.suite import suite_hash
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.course import Course

__all__ = ["RELEASES", "read_releases", "record_release"]

RELEASES = "releases.json"


def record_release(course: Course, slugs: Sequence[str], archive: bytes) -> None:
    """Note a release at the end of `releases.json`; one that says the same as the last is noted once.

    `archive` is the bundle's zip, of which the hash is kept.

    Raises: CourseError when the file can't be read or written.
    """
    releases = read_releases(course)
    entry = {
        "bundle_sha256": hashlib.sha256(archive).hexdigest(),
        "grader": __version__,
        "commit": _find_commit(course.root),
        "suites": {slug: suite_hash(course.suite_folder(slug)) for slug in slugs},
    }
    if releases and {key: releases[-1].get(key) for key in entry} == entry:
        return
    releases.append({"at": datetime.now(UTC).isoformat(timespec="seconds"), **entry})
    content = json.dumps({"schema_version": 1, "releases": releases}, indent=2) + "\n"
    try:
        (course.root / RELEASES).write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CourseError(f"{RELEASES} can't be written: {error.strerror}.") from None


def read_releases(course: Course) -> list[dict[str, Any]]:
    """All that were noted, oldest first.

    Raises: CourseError when the file is no such list.
    """
    try:
        content = json.loads((course.root / RELEASES).read_text(encoding="utf-8"))
        releases: list[dict[str, Any]] = content["releases"]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{RELEASES} can't be read: {error!r}.", "Take it back from the course's history.") from None
    return releases


def _find_commit(root: Path) -> str | None:
    """The commit that holds the suites as they are; None without one."""
    changed = _ask_git(root, "status", "--porcelain", "--", "solutions")
    return _ask_git(root, "rev-parse", "HEAD") if changed == "" else None


def _ask_git(root: Path, *question: str) -> str | None:
    command = ["git", "-C", str(root), *question]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
