"""Private folders of this process in the system's temporary one; what killed graders left there is removed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from grader.store.owner import is_gone, this_process

__all__ = ["make_scratch"]

_PREFIX = "grader-"


def make_scratch() -> tempfile.TemporaryDirectory[str]:
    """A new empty folder that only we may enter."""
    _sweep(Path(tempfile.gettempdir()))
    owner = this_process().replace("/", "~")
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{owner}-scratch-", ignore_cleanup_errors=True)


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_PREFIX}*~*~*~*-scratch-*"):
        owner = left.name.removeprefix(_PREFIX).rpartition("-scratch-")[0].replace("~", "/")
        if is_gone(owner):
            shutil.rmtree(left, ignore_errors=True)  # follows no link; another user's stays
