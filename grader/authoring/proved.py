"""Which exercises passed the gates in the state that they are in, so that a release need not prove them again."""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from grader import __version__
from grader.authoring.devices import at_hand
from grader.course import COURSE_FILE
from grader.engine.suite import suite_hash
from grader.host.state import course_state

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course

__all__ = ["Proved"]


class Proved:
    """A note in the course's state folder; lost, everything is proved anew."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._path: Path = course_state(course.id) / "proved.json"

    def knows(self, slug: str) -> bool:
        """Did this exercise pass as it is now, with this grader, on all devices of this machine?"""
        return self._read().get(slug) == self._state(slug)

    def note(self, slug: str) -> None:
        """It passed."""
        known = self._read() | {slug: self._state(slug)}
        self._path.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")

    def _read(self) -> dict[str, str]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _state(self, slug: str) -> str:
        """A hash of all that the outcome depends on."""
        parts = [suite_hash(self._course.suite_folder(slug)), __version__, sys.version, *at_hand()]
        parts.append(hashlib.sha256((self._course.root / COURSE_FILE).read_bytes()).hexdigest())
        for name in ("torch", "numpy"):
            try:
                parts.append(version(name))
            except PackageNotFoundError:
                parts.append("")
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()
