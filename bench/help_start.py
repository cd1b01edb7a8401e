"""How long `grade --help` takes against importing click alone: `python -m bench.help_start`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 21
GRADE = str(Path(sys.executable).with_name("grade"))


def main() -> int:
    helped = median([sys.executable, GRADE, "--help"])
    bare = median([sys.executable, "-c", "import click"])
    print("| command | median wall s |", "|---|---:|", sep="\n")
    print(f"| `grade --help` | {helped:.3f} |")
    print(f"| `python -c 'import click'` | {bare:.3f} |")
    print(f"| ratio | {helped / bare:.2f} |")
    return 0


def median(argv: list[str]) -> float:
    """Of `ROUNDS` runs after one that warms the file cache."""
    times = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


if __name__ == "__main__":
    sys.exit(main())
