"""What Python sees of a box: an environment without the zygote's, and only the import paths that exist there."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["settle", "settle_ahead"]

_KEPT = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "MPLBACKEND")
_FOLDERS = ("HOME", "TMPDIR", "MPLCONFIGDIR")
_SAME = {"LANG": "C.UTF-8", "TZ": "UTC"}

_ahead: tuple[str, ...] | None = None
"""The folders that this process was settled for before it forked."""


def settle(workdir: str, readable: Sequence[str] | None) -> None:
    """Make `workdir` home and temporary folder, and forget paths outside `readable`; None: all of them exist."""
    if _ahead is None or _ahead != readable:
        _settle_environment()
        if readable is not None:
            _forget_paths(tuple(readable))
    for name in _FOLDERS:
        os.environ[name] = workdir
    tempfile.tempdir = None


def settle_ahead(readable: Sequence[str]) -> None:
    """Do in a zygote what is the same for all its boxes: going through so many names costs each of them a lot."""
    global _ahead  # noqa: PLW0603 -- a fork inherits memory, nothing else
    _settle_environment()
    _forget_paths(tuple(readable))
    _ahead = tuple(readable)


def _settle_environment() -> None:
    keep = {name: os.environ[name] for name in _KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(keep, **_SAME)


def _forget_paths(readable: tuple[str, ...]) -> None:
    sys.path[:] = [entry for entry in sys.path if _is_below(entry, readable)]
    for entry in [entry for entry in sys.path_importer_cache if not _is_below(entry, readable)]:
        del sys.path_importer_cache[entry]


def _is_below(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)
