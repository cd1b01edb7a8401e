"""Files that are whole or not there, whenever the writer is killed."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from grader.store.owner import is_gone, this_process

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step; the folder must exist. A link at `path` is replaced, not followed.

    What a killed writer of the same file left beside it is removed.
    """
    prefix = f".{path.name}~"
    _sweep(path.parent, prefix)
    beside = path.with_name(f"{prefix}{this_process().replace('/', '~')}~{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _sweep(folder: Path, prefix: str) -> None:
    with os.scandir(folder) as entries:
        left = [entry.name for entry in entries if entry.name.startswith(prefix)]
    for name in left:
        owner = name.removeprefix(prefix).rpartition("~")[0].replace("~", "/")
        if is_gone(owner):
            (folder / name).unlink(missing_ok=True)
