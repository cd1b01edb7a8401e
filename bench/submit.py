"""From `grade submit` to the printed verdict, against a cold pytest of the same suite: `python -m bench.submit`.

Both are seconds of the clock from the start of the command to its end. The resident process is warm by then.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.desk import Desk
from bench.tables import Spread, ratio, render
from bench.tools import VENV, Pytest
from bench.wrap import SLUG, STUDENTS, submission_of


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=2, help="how often each file is run through a cold pytest")
    rounds = parser.parse_args(argv).rounds
    if not VENV.exists():
        print("pytest's own venv is not there. Run: make bench", file=sys.stderr)
        return 2
    first, warm, cold = measure(rounds)
    rows = [
        ("`grade submit`, warm", Spread.of(warm).show(1000), _against(cold, warm)),
        ("cold `python -m pytest`", Spread.of(cold).show(1000), "1"),
        ("the first `grade submit`, nothing warm", Spread.of([first]).show(1000), _against(cold, [first])),
    ]
    print(render(("from the command to its end", "wall, ms", "cold pytest / this"), rows))
    return 0


def measure(rounds: int) -> tuple[float, list[float], list[float]]:
    """Seconds: the first `grade submit`, warm ones, cold pytests; the last two took turns."""
    warm, cold = [], []
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, Desk() as desk:
        pytest = Pytest(Path(scratch, "pytest"))
        files = {student: desk.course / "submissions" / student / submission_of(student).name for student in STUDENTS}
        first = desk.warm(desk.grade, "submit", str(files[STUDENTS[0]]))
        pytest.grade(STUDENTS[0])
        for student in STUDENTS * rounds:
            cost, passed = pytest.grade(student)
            cold.append(cost.wall_s)
            for _ in range(3):
                took, said = desk.run(desk.grade, "submit", str(files[student]))
                warm.append(took)
            _check(said, passed, student)
    return first, warm, cold


def _check(said: str, passed: int, student: str) -> None:
    """A verdict was printed, and it is the right one."""
    if not re.search(rf"\b{passed}\s*(/|of)\s*6\b", said):
        raise RuntimeError(f"`grade submit` of {student}'s {SLUG} should say {passed} of 6:\n{said}")


def _against(cold: list[float], these: list[float]) -> str:
    return ratio(Spread.of(cold).median, Spread.of(these).median)


if __name__ == "__main__":
    sys.exit(main())
