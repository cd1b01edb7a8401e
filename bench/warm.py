"""The grader at work on the bench's exercise: warm, at isolation `full`."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from bench.cost import Cost, Meter
from bench.wrap import COURSE, SLUG, submission_of
from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.host import Host
from grader.host.batch import grade_batch
from grader.store import Store
from grader.submission import Packed, read_packed

__all__ = ["WarmGrader"]


class WarmGrader:
    """An engine and a host over it, started and proved on the reference; `start` is what that cost, once a course."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._scratch = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        self._meter = self._stack.enter_context(Meter())
        began = self._meter.read()
        self._course = load_course(COURSE)
        self._engine = self._stack.enter_context(LocalEngine(self._course, floor="full"))
        store = Store.open(self._scratch / "bench.sqlite")
        self._host = self._stack.enter_context(Host(self._course, store, secret=b"bench", engine=self._engine))
        self._batches = 0
        self._judge(COURSE / "solutions" / SLUG / f"{SLUG}.py", 0)
        self.start = self._meter.since(began)

    def judge(self, student: str, times: int) -> tuple[Cost, int]:
        """What `engine.judge` of the student's file costs, the mean of some times; and how many tests it passes."""
        began = self._meter.read()
        passed = [self._judge(submission_of(student), seed) for seed in range(times)]
        cost = self._meter.since(began) / times
        if len(set(passed)) != 1:
            raise RuntimeError(f"The grader passed {passed} tests of {student}'s.")
        return cost, passed[0]

    def batch(self, student: str, times: int) -> Cost:
        """What grading a folder of copies of the student's file costs for one of them, stored, with both reports.

        Its wall time is what one more submission adds: one more is in flight than there are cores.
        """
        self._batches += 1
        folder = self._scratch / f"batch-{self._batches}"
        for copy in range(times):
            (folder / f"{student}-{copy}").mkdir(parents=True)
            shutil.copy(submission_of(student), folder / f"{student}-{copy}")
        began = self._meter.read()
        batch = grade_batch(self._host, folder)
        cost = self._meter.since(began) / times
        statuses = {item.trouble or (item.report.status if item.report else "") for item in batch.graded}
        if len(batch.graded) != times or statuses != {"graded"}:
            raise RuntimeError(f"grade batch: {len(batch.graded)} of {times} graded: {statuses}")
        return cost

    def _judge(self, file: Path, seed: int) -> int:
        submission = read_packed(Packed(file.name, file.read_bytes()), slug=SLUG)
        verdicts = self._engine.judge(self._course.exercise(SLUG), submission, seed=seed, device="cpu")
        if len(verdicts.tests) != 6 or verdicts.isolation != "full":
            raise RuntimeError(f"{len(verdicts.tests)} tests at isolation {verdicts.isolation}")
        return sum(test.status == "passed" for test in verdicts.tests)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
