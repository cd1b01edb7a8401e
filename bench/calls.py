"""What a call across the boundary costs, timed by a hidden suite at work in the sandbox: `python -m bench.calls`.

A call with three small tensors stands beside a bare ping-pong of as many bytes between two processes on the same kind
of socket, a call with an array of 200 MB beside a copy of it in memory. Memory is that of all processes.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.cost import find_tree
from bench.tables import Spread, ratio, render
from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission import Packed, read_packed

COURSE = Path(__file__).resolve().parent / "probe"
SLUG = "calls"
_PAGE = os.sysconf("SC_PAGE_SIZE")
_SIZE = 200e6
Sample = tuple[float, float]


def main() -> int:
    with sample_memory() as samples:
        found = measure()
    print(report_small(**found["test_small_tensors"]), end="\n\n")
    print(report_large(found["test_large_array"]), end="\n\n")
    print(report_memory(samples, **found["test_memory"]))
    return 0


def measure() -> dict[str, dict[str, list[float]]]:
    """What each test of the probing suite found, against the reference with measuring switched on."""
    file = COURSE / "solutions" / SLUG / f"{SLUG}.py"
    course = load_course(COURSE)
    with LocalEngine(course, floor="full") as engine:
        source = file.read_bytes().replace(b"return False", b"return True")
        submission = read_packed(Packed(file.name, source), slug=SLUG)
        verdicts = engine.judge(course.exercise(SLUG), submission, seed=1, device="cpu")
    found = {}
    for test in verdicts.tests:
        reported = re.search(r"FOUND (\{.*\}) END", test.message)
        if reported is None:
            raise RuntimeError(f"{test.name} reports nothing: {test.status}: {test.message}")
        found[test.name.rpartition("::")[2]] = json.loads(reported[1])
    return found


@contextmanager
def sample_memory() -> Iterator[list[Sample]]:
    """Times, and the bytes that all processes below this one and shared memory then hold; measured until it is left."""
    samples: list[Sample] = []
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(0.1):
            samples.append((time.monotonic(), _resident() + _shared()))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        ended.set()
        thread.join()


def _resident() -> float:
    total = 0
    for pid in find_tree(os.getpid()):
        with suppress(OSError):  # it has just ended
            total += int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    return total


def _shared() -> float:
    """Shared memory of the whole machine: that of a sealed file which nobody maps is in no process."""
    (line,) = [line for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines() if "Shmem:" in line]
    return int(line.split()[1]) * 1024


def report_small(calls: list[float], pings: list[float], asked: int, answered: int) -> str:
    ratios = Spread.of(call / ping for call, ping in zip(calls, pings, strict=True))
    rows = [
        ("call with three tensors of shape (4, 4)", Spread.of(calls).show(1e6), ratios.show()),
        (f"ping-pong of {asked} and {answered} bytes", Spread.of(pings).show(1e6), "1"),
    ]
    return render(("one call", "wall, µs", "call / ping-pong"), rows)


def report_large(times: dict[str, list[float]]) -> str:
    copies = {name: Spread.of(times[name]) for name in ("fresh copy", "copy into place")}
    names = {
        "fresh copy": "`array.copy()`: into new memory",
        "copy into place": "`numpy.copyto`: into memory that is there",
        "read": "call that reads it, after it was changed",
        "read again": "call that reads it again, unchanged",
        "changed": "call that changes it in place",
    }
    rows = []
    for key, name in names.items():
        took = Spread.of(times[key])
        speeds = [ratio(copy.median, took.median) for copy in copies.values()]
        rows.append((name, took.show(1e3), f"{_SIZE / 1e9 / took.median:.2f}", *speeds))
    head = ("200 MB array", "wall, ms", "GB/s", "speed / `copy()`", "speed / `copyto`")
    return render(head, rows)


def report_memory(samples: list[Sample], marks: list[float], descriptors: int) -> str:
    before = _median(samples, marks[0], marks[1])
    peak = max(bytes_ for at, bytes_ in samples if marks[1] <= at <= marks[2])
    after = _median(samples, marks[2], marks[3])
    rows = [("five calls", *(f"{value / 1e6:.1f}" for value in (after - before, peak - before)), str(descriptors))]
    head = ("200 MB array", "growth, MB", "highest in between, MB", "open files of the judge afterwards")
    return render(head, rows)


def _median(samples: list[Sample], since: float, until: float) -> float:
    """Of the second half of a time of rest."""
    return Spread.of(bytes_ for at, bytes_ in samples if (since + until) / 2 <= at <= until).median


if __name__ == "__main__":
    sys.exit(main())
