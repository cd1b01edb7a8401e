"""What one box may do: the policy that travels with the request for a fork."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

__all__ = ["Level", "Policy", "library_folders"]

Level: TypeAlias = Literal["full", "restricted", "none"]

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits and view of one box; msgspec encodes it as it stands."""

    level: Level = "full"
    memory: int = 1024 * _MIB
    """Bytes of address space above what the warm process has."""
    disk: int = 64 * _MIB
    """Bytes of the private working folder; below `full`, of any one file."""
    cpu_s: float = 60.0
    """Seconds of processor time for the whole life of the box."""
    device: str = "cpu"
    readable: tuple[str, ...] = ()
    """Absolute folders that the box may read; see `library_folders`."""
    files: str = ""
    """An absolute folder that the judge has too, for a suite's `tmp_path`. At `full` a box has one of its own there, of
    `disk` bytes, which vanishes with it; below `full` it is the judge's own, and exists."""
    data: str = ""
    """An absolute folder of the exercise to be read at its own path, and as `data` in the working folder."""
    workdir: str = ""
    """Below `full`: an existing empty folder that the caller makes, and removes when the box is gone. At `full` a box
    has one of its own (`rootfs.WORKDIR`) that vanishes with it."""


@cache
def library_folders() -> tuple[str, ...]:
    """Return the folders of the standard library and of site-packages, and nothing else.

    Other entries of sys.path are left out: an editable install puts a repository there, hidden suites included.
    """
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    wanted = [
        sysconfig.get_path("stdlib", vars=base),
        sysconfig.get_path("platstdlib", vars={**base, "installed_platbase": sys.base_exec_prefix}),
        sysconfig.get_path("purelib"),
        sysconfig.get_path("platlib"),
        *(folder for folder in site.getsitepackages() if folder in sys.path),
    ]
    # lib-dynload is a folder of its own on some builds, and lies in the standard library on most.
    wanted += [entry for entry in sys.path if Path(entry).name == "lib-dynload"]
    real = sorted({os.path.realpath(folder) for folder in wanted if folder and Path(folder).is_dir()})
    named = sorted({str(Path(folder).absolute()) for folder in wanted if folder and Path(folder).is_dir()})
    return _drop_nested(sorted({*real, *named}))


def _drop_nested(folders: list[str]) -> tuple[str, ...]:
    """Leave out folders below another one: a bind mount brings them."""
    kept: list[str] = []
    for folder in folders:
        if not any(folder.startswith(f"{above}/") for above in kept):
            kept.append(folder)
    return tuple(kept)
