"""A control group that counts the processor time of all that runs in it, dead or alive, where one may be made."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Group", "make_group"]


@dataclass(frozen=True)
class Group:
    """A control group of version 2. It needs no controller: the kernel counts the time of every group."""

    folder: Path

    def join(self) -> None:
        """Take this process, and all that it will start, into the group."""
        (self.folder / "cgroup.procs").write_text("0", encoding="ascii")

    def cpu_s(self) -> float:
        """Seconds of processor time, user and system, that were spent in it."""
        fields = dict(line.split() for line in (self.folder / "cpu.stat").read_text(encoding="ascii").splitlines())
        return int(fields["usage_usec"]) / 1e6

    def close(self) -> None:
        """Remove the group once it is empty; waits for a second at most. This process goes back to the one above."""
        with contextlib.suppress(OSError):
            (self.folder.parent / "cgroup.procs").write_text("0", encoding="ascii")
        for _ in range(100):
            with contextlib.suppress(OSError):
                self.folder.rmdir()
                return
            time.sleep(0.01)


def make_group() -> Group | None:
    """A new group below this process's own; None where this user or this kernel makes none."""
    try:
        (own,) = [
            line[3:]
            for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
            if line.startswith("0::")
        ]
        mounts = [
            line.split()[4]
            for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
            if line.partition(" - ")[2].startswith("cgroup2 ")
        ]
        group = Group(Path(mounts[0] + own, f"bench-{os.getpid()}-{time.monotonic_ns()}"))
        group.folder.mkdir()
        group.cpu_s()
    except (OSError, ValueError, IndexError, KeyError):
        return None
    return group
