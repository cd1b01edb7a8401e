"""The suite's temporary folder as a variant would have it: what the suite wrote there, and what the variant did."""

from __future__ import annotations

import functools
import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.wire.files import GONE, Change, Mirror
from grader.wire.large import Buffer, Part

__all__ = ["Files"]

_Contents = Callable[[int], Buffer | Part]


class Files:
    """The folder at its own path. A file of the student's that the suite moves is the variant's own one that moves."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._mirror = Mirror(folder)
        self._own: dict[bytes, bytes | None] = {}
        """What the variant wrote where the student's code wrote these contents; None: nothing."""

    def clear(self) -> None:
        """Begin with an empty folder."""
        for path in Path(self._folder).iterdir() if Path(self._folder).is_dir() else ():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def bring(self, changes: Sequence[Change], contents: _Contents) -> None:
        """What the suite did since the last question. Raises `Breach` for changes that don't fit."""
        for path, number in changes:
            if number < 0:
                self._mirror.apply([(path, number)], contents)
                continue
            data = _read(contents(number))
            own = self._own.get(_digest(data), data)
            self._mirror.apply([(path, GONE if own is None else 0)], functools.partial(_give, own))

    def note(self, changes: Sequence[Change], contents: _Contents) -> None:
        """What the student's code wrote in answer to a question, which the variant has answered too."""
        for path, number in changes:
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
