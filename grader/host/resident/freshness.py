"""Whether code and course are still what this process loaded. A file that was only touched is still the same."""

from __future__ import annotations

import hashlib
import os
import sysconfig
from pathlib import Path

__all__ = ["Freshness"]

_PACKAGE = Path(__file__).parents[2]


class Freshness:
    """The state of the grader's files, of the course's folder and course.yaml, and of what is installed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._loaded = self._look()
        self._content = self._read()

    def is_stale(self) -> bool:
        """Has any of it changed since?"""
        now = self._look()
        if now == self._loaded:
            return False
        if now[0] != self._loaded[0] or self._read() != self._content:
            return True
        self._loaded = now
        return False

    def suites(self) -> tuple[object, ...]:
        """The state of the hidden suites on disk, which differs once any file of theirs does."""
        return _stat_all(self._root / "solutions")

    def _look(self) -> tuple[object, ...]:
        places = (_installed(), _identify(self._root), _identify(self._root / "solutions"))
        return (places, _stat(self._root / "course.yaml"), *_stat_all(_PACKAGE))

    def _read(self) -> str:
        digest = hashlib.sha256()
        for path in (self._root / "course.yaml", *(Path(name) for name, *_ in _stat_all(_PACKAGE))):
            try:
                content = path.read_bytes()
            except OSError:
                content = b""
            digest.update(f"{path}\0{len(content)}\0".encode(errors="replace") + content)
        return digest.hexdigest()


def _installed() -> object:
    """Installing or removing a package changes its folder's own entry."""
    try:
        return Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    except OSError:
        return None


def _identify(folder: Path) -> object:
    """Which folder it is: another one under the same name is closed to a judge that was let into the first."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def _stat(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (str(path), 0, 0, 0)
    return (str(path), found.st_mtime_ns, found.st_size, found.st_ino)


def _stat_all(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    found: list[tuple[str, int, int, int]] = []
    folders = [str(folder)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != "__pycache__":
                            folders.append(entry.path)
                    else:
                        stat = entry.stat()
                        found.append((entry.path, stat.st_mtime_ns, stat.st_size, stat.st_ino))
        except OSError:  # removed while we looked: then it differs from what was loaded
            continue
    return tuple(sorted(found))
