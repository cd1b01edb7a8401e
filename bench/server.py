"""A class of 200 hands in within a minute, then within seconds: does the server still answer at once?

`python -m bench.server`.

The class is a process of its own, on this machine's loopback. "Idle" is a hand-in while nothing is graded: one student
after the other, each when the one before has been graded. Under load all of them hand in within a minute, and in
another run within eight seconds, which keeps every core grading all the while. An answer is timed until the server has
said 202, that is, until the file is on disk. In the last run the server is killed with SIGKILL in the middle and
started again; students send again, with the same key, until they hear.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx

from bench.cost import REPOSITORY
from bench.served import Served, percentile
from bench.tables import ratio, render
from bench.wrap import COURSE, SLUG, STUDENTS, submission_of

_MINUTE, _RUSH = 60.0, 8.0
"""Seconds within which everybody hands in."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=200)
    options = parser.parse_args(argv)
    sources = [submission_of(student).read_text(encoding="utf-8") for student in STUDENTS]
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        root = Path(scratch)
        with Served(COURSE, root / "idle" / "data", 40) as served:
            idle = measure_idle(served, sources)
        loads = []
        for seconds in (_MINUTE, _RUSH):
            with Served(COURSE, root / f"load{seconds:.0f}" / "data", options.students) as served:
                loads.append((seconds, *measure_load(served, root, sources, seconds)))
        with Served(COURSE, root / "killed" / "data", options.students) as served:
            killed = run_killed(served, root, sources, _MINUTE / 2)
    print(report(idle, loads, killed))
    return 0


def measure_idle(served: Served, sources: Sequence[str]) -> list[float]:
    """Seconds to each 202, with nothing else to do."""
    took = []
    for number, (name, token) in enumerate(served.tokens.items()):
        url = f"{served.url}/api/v1/courses/{served.id}/exercises/{SLUG}/submissions"
        file = {"file": (f"{SLUG}.py", sources[number % len(sources)].encode())}
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"key-{name}"}
        with httpx.Client() as client:
            began = time.monotonic()
            answer = client.post(url, headers=headers, files=file)
            took.append(time.monotonic() - began)
            answer.raise_for_status()
        served.wait_until_graded(60)
    return took


def measure_load(served: Served, root: Path, sources: Sequence[str], seconds: float) -> tuple[list[float], float]:
    """Seconds to each 202 while everybody hands in, and until the last was graded after the last handed in."""
    plan = served.plan(root / "plan.json", SLUG, sources, seconds)
    done = subprocess.run(
        [sys.executable, "-m", "bench.crowd", str(plan)], cwd=REPOSITORY, check=True, stdout=subprocess.PIPE
    )
    ended = time.monotonic()
    served.wait_until_graded(600)
    answers = json.loads(done.stdout)
    refused = [answer for answer in answers if "refused" in answer]
    if refused:
        raise RuntimeError(f"refused: {refused[:3]}")
    return [answer["took_s"] for answer in answers], time.monotonic() - ended


def run_killed(served: Served, root: Path, sources: Sequence[str], seconds: float) -> dict[str, int]:
    """What is there after a SIGKILL in the middle and a restart, counted."""
    plan = served.plan(root / "plan.json", SLUG, sources, seconds)
    with subprocess.Popen(
        [sys.executable, "-m", "bench.crowd", str(plan)], cwd=REPOSITORY, stdout=subprocess.PIPE
    ) as crowd:
        time.sleep(seconds / 2)
        before = {row.id for row in served.rows()}
        served.kill()
        served.start()
        told, _ = crowd.communicate()
    served.wait_until_graded(600)
    answers, rows = json.loads(told), served.rows()
    attempts = Counter(row.student for row in rows)
    return {
        "students": len(served.tokens),
        "acknowledged": sum("id" in answer for answer in answers),
        "sent more than once": sum(answer.get("tries", 1) > 1 for answer in answers),
        "on disk before the kill": len(before),
        "acknowledged and lost": len({answer["id"] for answer in answers if "id" in answer} - {row.id for row in rows}),
        "students with more than one attempt": sum(count > 1 for count in attempts.values()),
        "graded": sum(row.state == "graded" for row in rows),
        "attempt other than 1": sum(row.attempt != 1 for row in rows),
    }


def report(idle: list[float], loads: list[tuple[float, list[float], float]], killed: dict[str, int]) -> str:
    """Two tables."""
    calm = percentile(idle, 0.95)
    rows = [("idle", idle, "")]
    rows += [(f"{len(took)} students within {seconds:.0f} s", took, f"{left:.1f}") for seconds, took, left in loads]
    cells = []
    for name, took, left in rows:
        p95 = percentile(took, 0.95)
        times = (percentile(took, 0.5), p95, max(took))
        cells.append((name, *(f"{1000 * seconds:.1f}" for seconds in times), ratio(p95, calm), left))
    head = ["until 202, ms", "median", "p95", "longest", "p95 to idle", "s to the last verdict, after the last hand-in"]
    counted = [(name, str(count)) for name, count in killed.items()]
    counts = render(["killed in the middle, started again", "count"], counted)
    return f"{render(head, cells)}\n\n{counts}"


if __name__ == "__main__":
    sys.exit(main())
