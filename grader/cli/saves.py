"""Noticing saves by looking: a few `stat` calls, 25 times a second, work on every system and every file system."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["LOOK_S", "Saves"]

LOOK_S = 0.04
_QUIET_S = 0.03
"""An editor writes a file in several steps; this long after the last one it is done."""
_MOST = 500
"""Files of a folder that are looked at."""


class Saves:
    """Whether these files, or the Python files and notebooks in these folders, were changed since it was last asked."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self._known = self._look()
        self._seen = self._known
        self._since = 0.0

    def happened(self) -> bool:
        """Has something been saved, and is the writer done? True once for each time."""
        now = self._look()
        if now == self._known:
            self._seen = now
            return False
        if now != self._seen:
            self._seen, self._since = now, time.monotonic()
        if time.monotonic() - self._since < _QUIET_S or not all(path.exists() for path in self._paths):
            return False  # half written, or moved away to be put in place in a moment
        self._known = now
        return True

    def changing(self) -> bool:
        """Is there something that `happened` has not told yet?"""
        return self._look() != self._known

    def _look(self) -> tuple[object, ...]:
        found: list[object] = []
        for path in self._paths:
            if path.is_dir():
                found += sorted(_in_folder(path))
            else:
                found.append(_stat(path))
        return tuple(found)


def _in_folder(folder: Path) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        found += [(f"{where}/{name}", _stat(f"{where}/{name}")) for name in names if name.endswith((".py", ".ipynb"))]
        if len(found) > _MOST:
            break
    return found


def _stat(path: Path | str) -> object:
    try:
        found = os.stat(path)  # noqa: PTH116 - strings too
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
