"""The suite's temporary folder as a variant would have it: what the suite wrote there, and what the variant did."""

from __future__ import annotations

import functools
import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.judge.diagnosis.world import Unknown
from grader.wire.files import GONE, Change, Mirror
from grader.wire.large import Buffer, Part

__all__ = ["Files"]

_Contents = Callable[[int], Buffer | Part]


class Files:
    """The folder at its own path. A file of the student's that the suite moves is the variant's own one that moves.

    No byte that the student's code wrote is ever there: a variant may unpickle what it finds. So nothing that the suite
    wrote after the student's code is taken, but for what is known as the student's; and a folder that is the box's own
    (not `by_copy`) is not used at all, as the box may live still.
    """

    def __init__(self, folder: str, *, by_copy: bool = True) -> None:
        self._folder = folder
        self._by_copy = by_copy
        self._mirror = Mirror(folder)
        self._theirs = False
        """Whether the student's code wrote anything yet."""
        self._own: dict[bytes, bytes | None] = {}
        """What the variant wrote where the student's code wrote these contents; None: nothing."""

    def clear(self) -> None:
        """Begin with an empty folder."""
        if not self._by_copy:
            return
        for path in Path(self._folder).iterdir() if Path(self._folder).is_dir() else ():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def check(self, folder: str | None, values: Sequence[object]) -> None:
        """Raises `Unknown` for a question that leads into a folder that must not be used."""
        named = [folder, *(value for value in values if isinstance(value, str))]
        if not self._by_copy and any(name is not None and self._folder in name for name in named):
            raise Unknown("a folder that the box has too")

    def bring(self, changes: Sequence[Change], contents: _Contents) -> None:
        """What the suite did since the last question.

        Raises `Breach` for changes that don't fit, and `Unknown` for contents that may be the student's.
        """
        for path, number in changes:
            if number < 0:
                self._mirror.apply([(path, number)], contents)
                continue
            data = _read(contents(number))
            digest = _digest(data)
            if self._theirs and digest not in self._own:
                raise Unknown("a file that may hold what the student's code wrote")
            own = self._own.get(digest, data)
            self._mirror.apply([(path, GONE if own is None else 0)], functools.partial(_give, own))

    def has_changed(self) -> bool:
        """Has the variant written a file since the last question?"""
        return self._by_copy and any(number >= 0 for _, number in self._mirror.take_changes(lambda _: 0))

    def note(self, changes: Sequence[Change], contents: _Contents) -> None:
        """What the student's code wrote in answer to a question, which the variant has answered too."""
        for path, number in changes:
            self._theirs = True
            if number < 0 or ".." in path.split("/") or path.startswith("/"):
                continue
            file = Path(self._folder, path)
            own = file.read_bytes() if file.is_file() and not file.is_symlink() else None
            self._own[_digest(_read(contents(number)))] = own


def _give(own: bytes | None, _number: int) -> bytes:
    return own or b""


def _read(data: Buffer | Part) -> bytes:
    return bytes(data.read()) if isinstance(data, Part) else bytes(data)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
