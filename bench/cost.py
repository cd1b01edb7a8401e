"""What work costs: processor time of whole process trees, counted by two means, and the time of the clock."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.group import make_group

__all__ = ["Cost", "Meter", "find_tree", "run_command"]

REPOSITORY = Path(__file__).resolve().parents[1]
_TICK = os.sysconf("SC_CLK_TCK")
_SETTLE_S = 0.1
"""Forks that are just ending are reaped, and counted, by then."""


@dataclass(frozen=True)
class Cost:
    """Seconds. `cpu_s` is user and system time; `grouped_s` is the same as a control group counts it, if there is one.

    What the two differ by is what `cpu_s` missed: processes whose parents never waited for them.
    """

    cpu_s: float
    wall_s: float
    grouped_s: float | None = None

    @property
    def best_s(self) -> float:
        """The processor time to quote: the group's where there is one, as it misses nothing."""
        return self.cpu_s if self.grouped_s is None else self.grouped_s

    def __sub__(self, earlier: Cost) -> Cost:
        grouped = None if self.grouped_s is None or earlier.grouped_s is None else self.grouped_s - earlier.grouped_s
        return Cost(self.cpu_s - earlier.cpu_s, self.wall_s - earlier.wall_s, grouped)

    def __truediv__(self, parts: int) -> Cost:
        grouped = None if self.grouped_s is None else self.grouped_s / parts
        return Cost(self.cpu_s / parts, self.wall_s / parts, grouped)


class Meter:
    """Counts this process and all below it. One at a time; close it after everything that was started in it ended."""

    def __init__(self) -> None:
        self._group = make_group()
        if self._group is not None:
            self._group.join()

    def read(self) -> Cost:
        """Everything so far. Waits a moment first, which the clock reading leaves out."""
        clock = time.monotonic()
        time.sleep(_SETTLE_S)
        return Cost(_tree_cpu_s(), clock, None if self._group is None else self._group.cpu_s())

    def since(self, earlier: Cost) -> Cost:
        """What was spent since `earlier` was read; `earlier` was read `_SETTLE_S` before the work began."""
        clock = time.monotonic()
        time.sleep(_SETTLE_S)
        # First: to look through all processes costs, too.
        grouped = None if self._group is None else self._group.cpu_s()
        spent = Cost(_tree_cpu_s(), clock, grouped) - earlier
        return Cost(spent.cpu_s, spent.wall_s - _SETTLE_S, spent.grouped_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._group is not None:
            self._group.close()


def run_command(
    argv: Sequence[str], folder: Path, env: Mapping[str, str], *, fine: Sequence[int] = (0,)
) -> tuple[Cost, str]:
    """What a command costs with all that it starts, and what it printed.

    Raises `RuntimeError` if it does not end with a code in `fine`.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        result, output = Path(scratch, "result.json"), Path(scratch, "output")
        with output.open("wb") as sink:
            subprocess.run(
                [sys.executable, "-m", "bench.spawn", str(result), str(folder), *argv],
                cwd=REPOSITORY,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                check=True,
            )
        found = json.loads(result.read_text(encoding="utf-8"))
        said = output.read_text(encoding="utf-8", errors="replace")
    if found["returncode"] not in fine or found["killed"]:
        raise RuntimeError(
            f"{argv[0]} ended with {found['returncode']}, left {found['killed']} behind:\n{said[-3000:]}"
        )
    return Cost(found["waited_s"], found["wall_s"], found["grouped_s"]), said


def _tree_cpu_s() -> float:
    """Processor time so far of this process and all below it, the children that they reaped included."""
    total = sum(
        spent.ru_utime + spent.ru_stime
        for spent in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )
    for pid in find_tree(os.getpid()):
        with suppress(OSError):  # it has just ended
            total += sum(map(int, _stat(pid)[11:15])) / _TICK
    return total


def find_tree(root: int) -> list[int]:
    """All processes below this one."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                parents[int(entry.name)] = int(_stat(int(entry.name))[1])
    found, frontier = [], [root]
    while frontier:
        parent = frontier.pop()
        below = [process for process, above in parents.items() if above == parent]
        found += below
        frontier += below
    return found


def _stat(pid: int) -> list[str]:
    """The fields of a process behind its name."""
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return text.rpartition(")")[2].split()
