"""What a submission costs with this grader and with other tools: `python -m bench.others`.

Six tests make twenty calls on tensors and arrays; eight students handed something in, half of it right. All tools run
the same tests on the same files and must agree on how many each passes. The order in which they take turns rotates.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.cost import Cost
from bench.tables import Spread, ratio, render
from bench.tools import VENV, Gradescope, Nbgrader, Otter, Pytest, Tool
from bench.warm import WarmGrader
from bench.wrap import STUDENTS

_JUDGED, _BATCH = "this grader, `judge`", "this grader, `grade batch`"
_CLASS = "`nbgrader autograde`, whole class"
_WARM = 10
"""Times that a submission is graded warm where it is graded once cold."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=2, help="how often each submission is graded by each tool")
    parser.add_argument("--students", type=int, default=len(STUDENTS), help="how many of the submissions to take")
    options = parser.parse_args(argv)
    if not VENV.exists():
        print("The other tools are not installed. Run: make bench", file=sys.stderr)
        return 2
    costs, start = measure(options.rounds, STUDENTS[: options.students])
    print(report(costs))
    print(f"\nStarting the grader warm: {start.best_s:.1f} s of CPU and {start.wall_s:.1f} s, once a course.")
    print(_check_counts(costs))
    return 0


def measure(rounds: int, students: Sequence[str]) -> tuple[dict[str, list[Cost]], Cost]:
    """What each tool took for each submission in each round; and what starting the grader took."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, WarmGrader() as warm:
        nbgrader = Nbgrader(Path(scratch, "nbgrader"))
        tools: list[Tool] = [
            Pytest(Path(scratch, "pytest")),
            Gradescope(Path(scratch, "gradescope")),
            nbgrader,
            Otter(Path(scratch, "otter")),
        ]
        costs: dict[str, list[Cost]] = {name: [] for name in (_JUDGED, _BATCH, *(tool.name for tool in tools), _CLASS)}
        for tool in tools:  # the page cache, bytecode, profiles
            tool.grade(students[0])
        warm.judge(students[0], _WARM)
        warm.batch(students[0], _WARM)
        for turn in range(rounds * len(students)):
            student = students[turn % len(students)]
            print(f"others: {turn + 1} of {rounds * len(students)}", file=sys.stderr)
            cost, passed = warm.judge(student, _WARM)
            costs[_JUDGED].append(cost)
            costs[_BATCH].append(warm.batch(student, _WARM))
            for tool in tools[turn % len(tools) :] + tools[: turn % len(tools)]:
                cost, also = tool.grade(student)
                costs[tool.name].append(cost)
                if also != passed:
                    raise RuntimeError(f"{tool.name} passes {also} tests of {student}'s, the grader {passed}.")
        costs[_CLASS] += [nbgrader.grade_all() / len(STUDENTS) for _ in range(rounds)]
    return costs, warm.start


def report(costs: dict[str, list[Cost]]) -> str:
    """The table: medians over all submissions and rounds, with quartiles."""
    cpu = {name: Spread.of(cost.best_s for cost in each) for name, each in costs.items()}
    wall = {name: Spread.of(cost.wall_s for cost in each) for name, each in costs.items()}
    head = ("per submission", "CPU, ms", "wall, ms", "CPU / judge", "CPU / batch", "wall / judge", "wall / batch")
    rows = [
        (
            name,
            cpu[name].show(1000),
            wall[name].show(1000),
            *(ratio(of[name].median, of[by].median) for of in (cpu, wall) for by in (_JUDGED, _BATCH)),
        )
        for name in costs
    ]
    return render(head, rows)


def _check_counts(costs: dict[str, list[Cost]]) -> str:
    """How far the two ways of counting processor time are apart, in sum for each tool."""
    if any(cost.grouped_s is None for each in costs.values() for cost in each):
        return "No control group could be made here: times are those of processes that were waited for."
    apart = {
        name: abs(sum(cost.cpu_s for cost in each) / sum(cost.best_s for cost in each) - 1)
        for name, each in costs.items()
    }
    worst = max(apart, key=lambda name: apart[name])
    return (
        "Times are those of a control group around all processes; waiting for each process and adding up gives the same"
        f" within {100 * apart[worst]:.1f} % (largest for {worst.replace('`', '')})."
    )


if __name__ == "__main__":
    sys.exit(main())
