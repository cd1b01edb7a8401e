"""What judging one submission costs, by process, against the floor and a cold pytest: `python -m bench.submission`.

Six tests make twenty calls of a student's code at isolation `full`. Judged is everything from a submission in memory to
its verdicts: the host, the zygotes that fork, the judge, its boxes. The floor is a warm fork that runs the same tests
through pytest on the reference, in one process, plus one empty box, forked and confined. Cold is `python -m pytest` of
the suite beside the student's file. They take turns; times are processor time, user and system, of all processes.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.cost import Cost, Meter, run_command
from bench.floor import start_floor
from bench.tables import Spread, ratio, render
from bench.wrap import COURSE, SLUG, STUDENTS, submission_of, wrap_for_pytest
from grader.box.policy import Policy, library_folders
from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission import Packed, read_packed

_TICK = os.sysconf("SC_CLK_TCK")
_PARTS = ("host", "judge's zygote: fork and reap", "judge", "boxes' zygote: fork and reap", "boxes")


@dataclass(frozen=True)
class Run:
    """What was measured, a number a round: of the judged also by process, as sums over all rounds."""

    judged: list[Cost]
    floor: list[Cost]
    cold: list[Cost]
    parts: tuple[float, ...]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each of the eight submissions is judged")
    parser.add_argument("--cold", type=int, default=1, help="how often each is given to a cold pytest")
    options = parser.parse_args(argv)
    print(report(measure(options.rounds, options.cold)))
    return 0


def measure(rounds: int, cold: int) -> Run:
    """Judge, fork the floor, start a cold pytest, by turns."""
    course = load_course(COURSE)
    exercise = course.exercise(SLUG)
    policy = Policy(memory=exercise.limits.memory, disk=exercise.limits.disk, readable=library_folders())
    run = Run([], [], [], ())
    parts = [0.0] * len(_PARTS)
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as scratch,
        Meter() as meter,
        LocalEngine(course, floor="full") as engine,
    ):
        zygotes = engine._zygotes  # noqa: SLF001 - whose processes are looked at one by one
        judges, boxes = zygotes.judges.get(), zygotes.boxes.get()
        floor_zygote, run_floor = start_floor(COURSE, SLUG, scratch, policy)
        wrap_for_pytest(Path(scratch, "pytest"))

        def judge_by_process(student: str, seed: int) -> None:
            before = _by_process(judges.pid, boxes.pid)
            judge(student, seed)
            time.sleep(0.05)  # the last forks are reaped
            after = _by_process(judges.pid, boxes.pid)
            parts[:] = [total + now - then for total, now, then in zip(parts, after, before, strict=True)]

        def judge(student: str, seed: int) -> None:
            file = submission_of(student)
            submission = read_packed(Packed(file.name, file.read_bytes()), slug=SLUG)
            verdicts = engine.judge(exercise, submission, seed=seed, device="cpu")
            if len(verdicts.tests) != 6 or verdicts.isolation != "full":
                raise RuntimeError(f"{len(verdicts.tests)} tests at isolation {verdicts.isolation}")

        def count(work: Callable[[], object]) -> Cost:
            began = meter.read()
            work()
            return meter.since(began)

        with floor_zygote:
            for student in STUDENTS[:3]:
                judge(student, 0)
                run_floor(boxes)
            for turn in range(rounds * len(STUDENTS)):
                student = STUDENTS[turn % len(STUDENTS)]
                run.judged.append(count(lambda student=student, turn=turn: judge_by_process(student, turn)))
                run.floor.append(count(lambda: run_floor(boxes)))
                if turn < cold * len(STUDENTS):
                    run.cold.append(_pytest(Path(scratch, "pytest", student)))
    return Run(run.judged, run.floor, run.cold, tuple(parts))


def report(run: Run) -> str:
    """Two tables as Markdown: the three against each other, and where the time of the judged goes."""
    judged, floor, cold = (Spread.of(cost.best_s for cost in costs) for costs in (run.judged, run.floor, run.cold))
    walls = [Spread.of(cost.wall_s for cost in costs) for costs in (run.judged, run.floor, run.cold)]
    names = ("judged", "floor", "cold `python -m pytest`")
    rows = [
        (
            name,
            spread.show(1000),
            wall.show(1000),
            ratio(spread.median, judged.median),
            ratio(judged.median, spread.median),
        )
        for name, spread, wall in zip(names, (judged, floor, cold), walls, strict=True)
    ]
    first = render(("per submission", "CPU, ms", "wall, ms", "CPU / judged", "judged / CPU"), rows)
    each = [part / len(run.judged) for part in run.parts]
    second = render(
        ("of the judged", "CPU, ms, mean", "share"),
        [
            (name, f"{1000 * part:.1f}", f"{100 * part / sum(each):.0f} %")
            for name, part in zip(_PARTS, each, strict=True)
        ],
    )
    return f"{first}\n\n{second}"


def _pytest(folder: Path) -> Cost:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    argv = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"]
    cost, _ = run_command(argv, folder, {**env, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, fine=(0, 1))
    return cost


def _by_process(judges: int, boxes: int) -> tuple[float, ...]:
    """Seconds so far of `_PARTS`: this process, and each zygote with the forks that it reaped."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return (own.ru_utime + own.ru_stime, *_of_zygote(judges), *_of_zygote(boxes))


def _of_zygote(pid: int) -> tuple[float, float]:
    itself = int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return itself, (int(fields[13]) + int(fields[14])) / _TICK


if __name__ == "__main__":
    sys.exit(main())
