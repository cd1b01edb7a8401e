"""Warm grading against a cold `python -m pytest`, on the same submissions: `python -m bench.cold_pytest`.

Judged is what stands against pytest: a judge and boxes forked from warm processes at isolation `full` run the hidden
suite and give their verdicts, with all that this costs in the host, the zygotes, the judges and the boxes. Graded is
all that `grade batch` does with a file: it is also stored, and reported as JSON and as a page with figures. Cold is
what a script without a sandbox does: one interpreter a submission that imports what the suite needs and runs it, and
no report. All are counted in seconds of processor time, user and system, of all processes. Starting the zygotes, once a
course, is told apart: it is not paid for each submission.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.host import Host
from grader.report import render_html, student_view
from grader.store import Store
from grader.submission import Packed, read_packed

REPOSITORY = Path(__file__).resolve().parents[1]
SUBMISSIONS = REPOSITORY / "demo" / "submissions"
HOSTILE = "mallory"
TICK = os.sysconf("SC_CLK_TCK")
CONFTEST = """import pathlib
import pytest
from grader.judge.fixtures import load_reference
@pytest.fixture
def reference():
    return load_reference(pathlib.Path({reference!r}))
"""


@dataclass(frozen=True)
class Case:
    """One file that a student handed in."""

    student: str
    slug: str
    path: Path


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time and of the clock for one submission."""

    cpu_s: float
    wall_s: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each submission is graded warm")
    rounds = parser.parse_args().rounds
    found = sorted(SUBMISSIONS.glob("*/*.py"))
    cases = [Case(path.parent.name, path.stem, path) for path in found if path.parent.name != HOSTILE]
    start, level, judged, graded = measure_warm(cases, rounds)
    cold = [measure_cold(case) for case in cases]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}"
    )
    print(f"Isolation {level}, {rounds} warm rounds each. Starting warm: {start.cpu_s:.1f} s of CPU, once a course.\n")
    print(table(cases, judged, graded, cold))
    return 0


def measure_warm(cases: list[Case], rounds: int) -> tuple[Cost, str, list[Cost], list[Cost]]:
    """The cost of starting, the isolation level, and the mean cost of each case: judged, and graded as a whole."""
    course = load_course(REPOSITORY)
    began = _now()
    with (
        tempfile.TemporaryDirectory(prefix="warm-") as state,
        LocalEngine(course, floor="full") as engine,
        Host(course, Store.open(Path(state, "bench.sqlite")), secret=b"bench", engine=engine) as host,
    ):
        for slug in sorted({case.slug for case in cases}):  # proves each suite on its reference, once
            grade(host, Case("reference", slug, course.suite_folder(slug) / f"{slug}.py"), 0)
        start = _since(began)

        def judge(case: Case, seed: int) -> None:
            submission = read_packed(_pack(case), slug=case.slug)
            engine.judge(course.exercise(case.slug), submission, seed=seed, device="cpu")

        judged = [_mean_of(rounds, lambda seed, case=case: judge(case, seed)) for case in cases]
        graded = [_mean_of(rounds, lambda seed, case=case: grade(host, case, seed)) for case in cases]
        return start, engine.isolation, judged, graded


def _mean_of(rounds: int, work: Callable[[int], object]) -> Cost:
    began = _now()
    for seed in range(rounds):
        work(seed)
    spent = _since(began)
    return Cost(spent.cpu_s / rounds, spent.wall_s / rounds)


def _pack(case: Case) -> Packed:
    return Packed(case.path.name, case.path.read_bytes())


def grade(host: Host, case: Case, seed: int) -> str:
    """What `grade batch` does with one file, but for writing the page to disk."""
    accepted = host.accept(f"{case.student}-{seed}", _pack(case), case.slug, seed=seed, rules=False)
    return render_html(student_view(host.grade(accepted), after_due=True), "en")


def measure_cold(case: Case) -> Cost:
    """One interpreter, one pytest, the same suite and the student's file."""
    with tempfile.TemporaryDirectory(prefix="cold-") as scratch:
        folder = Path(scratch, case.slug)
        folder.mkdir()
        solution = REPOSITORY / "solutions" / case.slug
        shutil.copyfile(solution / f"test_{case.slug}.py", folder / f"test_{case.slug}.py")
        shutil.copyfile(case.path, folder / f"{case.slug}.py")
        (folder / "conftest.py").write_text(CONFTEST.format(reference=str(solution)), encoding="utf-8")
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", scratch, str(folder)],
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(f"pytest ended with {done.returncode}: {done.stdout[-1000:]} {done.stderr[-1000:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Cost(cpu, time.monotonic() - began)


def table(cases: list[Case], judged: list[Cost], graded: list[Cost], cold: list[Cost]) -> str:
    """Everything as Markdown; times are seconds of CPU, but for the wall times."""
    lines = [
        "| submission | judged | graded | cold pytest | judged, wall | cold, wall | cold / judged | cold / graded |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    names = [f"{case.student}/{case.slug}" for case in cases]
    rows = [*zip(names, judged, graded, cold, strict=True), ("**mean**", _mean(judged), _mean(graded), _mean(cold))]
    lines += [
        f"| {name} | {a.cpu_s:.3f} | {b.cpu_s:.3f} | {c.cpu_s:.2f} | {a.wall_s:.3f} | {c.wall_s:.2f} "
        f"| {c.cpu_s / a.cpu_s:.1f} | {c.cpu_s / b.cpu_s:.1f} |"
        for name, a, b, c in rows
    ]
    return "\n".join(lines)


def _mean(costs: list[Cost]) -> Cost:
    return Cost(sum(cost.cpu_s for cost in costs) / len(costs), sum(cost.wall_s for cost in costs) / len(costs))


def _now() -> Cost:
    """Processor time so far of this process and all below it, the children that they reaped included."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    reaped = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = own.ru_utime + own.ru_stime + reaped.ru_utime + reaped.ru_stime
    parents, spent = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            spent[int(entry.name)] = sum(map(int, fields[11:15])) / TICK
    frontier = [os.getpid()]
    while frontier:
        parent = frontier.pop()
        below = [process for process, above in parents.items() if above == parent]
        total += sum(spent[process] for process in below)
        frontier += below
    return Cost(total, time.monotonic())


def _since(began: Cost) -> Cost:
    time.sleep(0.1)  # forks that are just ending are reaped, and counted, once
    now = _now()
    return Cost(now.cpu_s - began.cpu_s, now.wall_s - began.wall_s - 0.1)


if __name__ == "__main__":
    sys.exit(main())
