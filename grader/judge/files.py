"""The judge's side of the folder for `tmp_path`: kept in step with the box's by copy, or the same one below `full`."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from grader.judge.channel import Job
from grader.wire.breach import Breach
from grader.wire.files import MAX_FILES, Change, Mirror
from grader.wire.large import Buffer, Part

__all__ = ["Files", "SharedFolder", "open_files"]

_list = os.listdir  # also where the suite has put something else in its place
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_MAX_DEPTH = 64


def open_files(job: Job) -> Files:
    """What to ask for changes before each question, and to hand the box's changes to after each answer."""
    return SharedFolder(job.common, everyone=os.geteuid() == 0) if job.common_is_one else Mirror(job.common)


class SharedFolder:
    """A folder that the box writes in directly: nothing is copied, and nothing but files and folders stays in it.

    `everyone` says that the box may be another user, whom the judge has to let in.
    """

    def __init__(self, folder: str, *, everyone: bool) -> None:
        self._folder = folder
        self._everyone = everyone
        self._before: set[tuple[int, int]] = set()
        """What lay there before the box was asked."""

    def take_changes(self, _attach: Callable[[Buffer], int]) -> list[Change]:
        """Nothing, as the box sees every change; it is let in where it has to be."""
        self._before.clear()
        for above, name, found in self._walk():
            self._before.add((found.st_dev, found.st_ino))
            if self._everyone and _is_plain(found):
                _let_in(above, name, found)
        return []

    def apply(self, changes: Sequence[Change], _buffer: Callable[[int], Buffer | Part]) -> None:
        """Take out every link, FIFO, socket and device that the suite did not make.

        Raises `Breach` where the box sends changes, or left more than a suite should look at; that is removed.
        """
        if changes:
            raise Breach("changes of a folder that is the same one here")
        self.sweep()

    def sweep(self) -> None:
        """The same for a box that ended without an answer."""
        for count, (above, name, found) in enumerate(self._walk(), 1):
            if count > MAX_FILES:
                self._clear()
                raise Breach(f"more than {MAX_FILES} files")
            if not _is_plain(found) and (found.st_dev, found.st_ino) not in self._before:
                with suppress(OSError):
                    os.unlink(name, dir_fd=above)

    def _clear(self) -> None:
        """Remove what was not there before the box was asked."""
        with suppress(OSError):
            root = os.open(self._folder, _FOLDER)
            try:
                _remove_new(root, self._before, _MAX_DEPTH)
            finally:
                os.close(root)

    def _walk(self) -> Iterator[tuple[int, str, os.stat_result]]:
        """All that lies below, each with the open folder above it, before what it holds."""
        try:
            root = os.open(self._folder, _FOLDER)
        except OSError:
            return
        try:
            yield from _walk(root, _MAX_DEPTH)
        finally:
            os.close(root)


def _walk(above: int, depth: int) -> Iterator[tuple[int, str, os.stat_result]]:
    for name in _list(above):
        try:
            found = os.stat(name, dir_fd=above, follow_symlinks=False)
        except OSError:
            continue
        yield above, name, found
        if not stat.S_ISDIR(found.st_mode):
            continue
        if not depth:
            raise Breach("folders nested too deep")
        try:
            below = os.open(name, _FOLDER, dir_fd=above)
        except OSError:
            continue
        try:
            yield from _walk(below, depth - 1)
        finally:
            os.close(below)


def _remove_new(above: int, before: set[tuple[int, int]], depth: int) -> None:
    for name in _list(above):
        with suppress(OSError):
            found = os.stat(name, dir_fd=above, follow_symlinks=False)
            folder = stat.S_ISDIR(found.st_mode)
            if folder and depth:
                below = os.open(name, _FOLDER, dir_fd=above)
                try:
                    _remove_new(below, before, depth - 1)
                finally:
                    os.close(below)
            if (found.st_dev, found.st_ino) not in before:
                (os.rmdir if folder else os.unlink)(name, dir_fd=above)


def _is_plain(found: os.stat_result) -> bool:
    return stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink == 1)


def _let_in(above: int, name: str, found: os.stat_result) -> None:
    wanted = found.st_mode | (0o777 if stat.S_ISDIR(found.st_mode) else 0o666)
    if wanted != found.st_mode and found.st_uid == os.geteuid():
        with suppress(OSError):
            os.chmod(name, stat.S_IMODE(wanted), dir_fd=above)


Files = Mirror | SharedFolder
