"""The user's state folder: what outlives a command and belongs to no course."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from grader.errors import UsageError

__all__ = ["note_course", "noted_course", "state_folder"]

_NOTE = "course"


def state_folder() -> Path:
    """The state folder, made if need be and open to its owner only; `GRADER_STATE` overrides where it is.

    Raises:
        UsageError: it can't be made, is no folder, or is another user's or open to others.
    """
    import platformdirs

    named = os.environ.get("GRADER_STATE")
    folder = Path(named).absolute() if named else platformdirs.user_state_path("grader", appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise UsageError(
            f"The state folder {folder} can't be made: {error.strerror}.", "Set GRADER_STATE to another."
        ) from None
    if hasattr(os, "geteuid"):
        _keep_private(folder, found)
    return folder


def _keep_private(folder: Path, found: os.stat_result) -> None:
    if found.st_uid != os.geteuid():
        raise UsageError(
            f"The state folder {folder} belongs to another user.", "Set GRADER_STATE to a folder of yours."
        )
    if stat.S_IMODE(found.st_mode) & 0o077:
        # An empty folder was made for us; a full one may be somebody's home or /tmp, which we don't touch.
        if any(folder.iterdir()):
            raise UsageError(f"The state folder {folder} is open to other users.", f"Run: chmod 700 {folder}")
        folder.chmod(0o700)


def note_course(root: Path) -> None:
    """Remember `root` as the course to use where no course.yaml is near (`grade start` calls this)."""
    folder = state_folder()
    handle, name = tempfile.mkstemp(dir=folder, prefix=_NOTE)
    with os.fdopen(handle, "wb") as file:
        file.write(os.fsencode(root.resolve()))
    Path(name).replace(folder / _NOTE)


def noted_course() -> Path | None:
    """The folder that `note_course` was last given, if it is still there."""
    try:
        root = Path(os.fsdecode((state_folder() / _NOTE).read_bytes()))
        return root if root.is_dir() else None
    except (OSError, ValueError):
        return None
