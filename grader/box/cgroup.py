"""One memory and task limit around a whole box zygote: a backstop behind each box's own limits, where it may be set."""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Group", "limit_together"]

_serial = itertools.count()


@dataclass(frozen=True, slots=True)
class Group:
    """A control group, or two of them under version 1; `close` removes it once its processes are gone."""

    folders: tuple[Path, ...]

    def close(self) -> None:
        """Remove the group; waits up to a second for processes that were killed to vanish."""
        for folder in self.folders:
            for _ in range(100):
                try:
                    folder.rmdir()
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.01)
                else:
                    break

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def limit_together(pid: int, *, memory: int, tasks: int) -> Group | None:
    """Put `pid` and all it forks from now on under a limit of `memory` bytes and `tasks` threads.

    Returns None where this user may not make a group.
    """
    mounts = _find_mounts()
    if "" in mounts:
        group = _limit(_near(mounts[""]), pid, {"memory.max": memory, "memory.swap.max": 0, "pids.max": tasks})
        if group is not None:
            return Group((group,))
    made = []
    for controller, limits in (("memory", {"memory.limit_in_bytes": memory}), ("pids", {"pids.max": tasks})):
        if controller in mounts:
            group = _limit(_near(mounts[controller]), pid, limits)
            if group is not None:
                made.append(group)
    return Group(tuple(made)) if made else None


def _find_mounts() -> dict[str, Path]:
    """Return this process's folder in each hierarchy: "" for version 2, a controller's name for version 1."""
    roots: dict[str, str] = {}
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        before, _, after = line.partition(" - ")
        target, kind, options = before.split()[4], after.split()[0], after.split()[-1]
        if kind == "cgroup2":
            roots.setdefault("", target)
        elif kind == "cgroup":
            for option in options.split(","):
                roots.setdefault(option, target)
    own: dict[str, Path] = {}
    for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            if controller in roots:
                own[controller] = Path(roots[controller] + path)
    return own


def _near(own: Path) -> Iterable[Path]:
    """Yield where a group may be made: below ours, or, as version 2 has it, beside us below our parent."""
    yield own
    yield own.parent


def _sweep(parent: Path) -> None:
    """Remove the empty groups of hosts that were killed before they could do it."""
    for folder in parent.glob("grader-*-*"):
        if not (Path("/proc") / folder.name.split("-")[1]).exists():
            with contextlib.suppress(OSError):
                folder.rmdir()


def _write(file: Path, value: int) -> None:
    """Write to a file that is there: in a folder that is no control group none may be made."""
    handle = os.open(file, os.O_WRONLY)
    try:
        os.write(handle, str(value).encode())
    finally:
        os.close(handle)


def _limit(parents: Iterable[Path], pid: int, limits: dict[str, int]) -> Path | None:
    for parent in parents:
        _sweep(parent)
        folder = parent / f"grader-{os.getpid()}-{next(_serial)}"
        try:
            folder.mkdir()
        except OSError:
            continue
        try:
            for name, value in limits.items():
                if name == "memory.swap.max" and not (folder / name).exists():
                    continue  # a kernel without swap accounting
                _write(folder / name, value)
            _write(folder / "cgroup.procs", pid)
        except OSError:  # the controller is not handed down to here
            with contextlib.suppress(OSError):
                folder.rmdir()
            continue
        return folder
    return None
