"""A long `grade batch`: does it stay as fast, as small and as busy as it began? `python -m bench.batch`.

Two thousand submissions of the bench's exercise, every eighth the same file under another student's name, graded into
reports and a grade book. The first and the last two hundred that are done are compared, ratio by ratio. The memory is
the proportional set size of the grader and all that it started, so that what forks share is counted once; a sample
that catches more forks alive is larger, therefore medians. Busy is processor time of the whole tree by time of the
clock, and two cores at work all the time would be 200 %; the bench's own sampling is a part of it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.cost import Meter, find_tree
from bench.tables import ratio, render
from bench.wrap import COURSE, SLUG, STUDENTS, submission_of
from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.host import Host
from grader.host.batch import grade_batch
from grader.store import Store

_EVERY_S = 0.4


@dataclass
class Watched:
    """When each submission was done, and what memory there was, on `time.monotonic`."""

    began: float = 0.0
    done: list[float] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)
    cpu_s: float = 0.0
    """Of the control group if there is one, else of what was waited for."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=2000)
    parser.add_argument("--ends", type=int, default=200, help="how many of the first and of the last are compared")
    options = parser.parse_args(argv)
    print(report(watch(options.submissions), options.ends))
    return 0


def watch(submissions: int) -> Watched:
    """Grade them all while another thread looks at the memory."""
    watched, over = Watched(), threading.Event()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, Meter() as meter:
        folder = Path(scratch, "class")
        for number in range(submissions):
            (folder / f"s{number:05}").mkdir(parents=True)
            shutil.copy(submission_of(STUDENTS[number % len(STUDENTS)]), folder / f"s{number:05}" / f"{SLUG}.py")
        course = load_course(COURSE)
        with (
            LocalEngine(course, floor="full") as engine,
            Host(course, Store.open(Path(scratch, "bench.sqlite")), secret=b"bench", engine=engine) as host,
        ):
            warm = Path(scratch, "warm")
            (warm / "ada").mkdir(parents=True)
            shutil.copy(submission_of("ada"), warm / "ada")
            grade_batch(host, warm)  # proves the suite on its reference, draws a first figure
            began = meter.read()
            watched.began = time.monotonic()
            sampler = threading.Thread(target=_sample, args=(watched, over))
            sampler.start()
            try:
                batch = grade_batch(host, folder, on_graded=lambda _: watched.done.append(time.monotonic()))
            finally:
                over.set()
                sampler.join()
            watched.cpu_s = meter.since(began).best_s
            wrong = [item for item in batch.graded if item.report is None or item.report.status != "graded"]
            if wrong or len(watched.done) != submissions:
                raise RuntimeError(f"{len(watched.done)} graded, {len(wrong)} of them without a verdict")
    return watched


def report(watched: Watched, ends: int) -> str:
    """The first and the last as Markdown, and how busy the cores were."""
    done, cores = watched.done, os.cpu_count() or 1
    first, last = (done[ends - 1] - watched.began) / ends, (done[-1] - done[-ends - 1]) / ends
    early = [size for at, size in watched.memory if at <= done[ends - 1]]
    late = [size for at, size in watched.memory if at > done[-ends - 1]]
    rows = [("wall time a submission, ms", f"{1000 * first:.1f}", f"{1000 * last:.1f}", ratio(last, first))]
    if early and late:
        small, large = statistics.median(early) / 2**20, statistics.median(late) / 2**20
        rows.append(("memory of the process tree, MiB", f"{small:.0f}", f"{large:.0f}", ratio(large, small)))
    busy = watched.cpu_s / (done[-1] - watched.began) / cores
    return (
        f"{render((f'{len(done)} submissions', f'first {ends}', f'last {ends}', 'last / first'), rows)}\n\n"
        f"Of {cores} cores' time {100 * busy:.0f} % was used."
    )


def _sample(watched: Watched, over: threading.Event) -> None:
    while not over.wait(_EVERY_S):
        watched.memory.append((time.monotonic(), sum(map(_memory, [os.getpid(), *find_tree(os.getpid())]))))


def _memory(pid: int) -> int:
    """Bytes; 0 for a process that has just ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    sys.exit(main())
