"""The two zygotes of a course: warm, fenced in, replaced when they die, and judged from."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from grader.box.cgroup import Group, limit_together
from grader.box.policy import Policy
from grader.course.model import Course
from grader.engine.keeper import Keeper
from grader.engine.port import OnTest
from grader.engine.process import Run, run_judge
from grader.engine.scratch import make_scratch
from grader.errors import ZygoteError
from grader.judge.channel import Job, Warmth
from grader.zygote import Zygote

__all__ = ["Zygotes"]

_MOST_TRIES = 3
"""Times that one job is run because a zygote died under it: that is never the student's doing."""
_DYING_S = 0.5
_ZYGOTE_MEMORY = 2 << 30
_BOX_TASKS = 128
_JUDGE_ENTRY, _JUDGE_WARM = "grader.judge.main:main", "grader.judge.warm:warm"
_BOX_ENTRY, _BOX_WARM = "grader.box.serve:main", "grader.box.warm:warm_up"


_log = logging.getLogger("grader.engine")


class Zygotes:
    """One zygote for judges and one for boxes, started in the background. Thread-safe.

    `scratch` is the private folder that judges may write in.
    """

    def __init__(self, course: Course, isolation: str, niceness: int = 0) -> None:
        self._course = course
        self._isolation = isolation
        self._niceness = niceness
        self._scratch = make_scratch()
        self.scratch = self._scratch.name
        self._files = make_scratch()
        self._common = os.path.realpath(self._files.name)
        self._strangers = isolation == "restricted" and os.geteuid() == 0
        """Boxes are other users here, and have no mount of their own."""
        if self._strangers:
            Path(self._common).chmod(0o711)
        self._groups: list[Group] = []
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="zygote")
        self._ending = ThreadPoolExecutor(1, thread_name_prefix="ending")
        self.judges = Keeper(self._pool, self._start_judges)
        self.boxes = Keeper(self._pool, self._start_boxes)

    def wait(self) -> None:
        """Until both are warm. Raises `ZygoteError` if one does not start."""
        self.judges.get()
        self.boxes.get()

    def run(self, job: Job, policy: Policy, *, deadline: float, on_test: OnTest, expected_boxes: int) -> Run:
        """Run a job; anew if a zygote died under it. Raises `ZygoteError` if they keep dying."""
        for _ in range(_MOST_TRIES):
            judges, boxes = self.judges.get(), self.boxes.get()
            try:
                with ExitStack() as stack:
                    files = stack.enter_context(
                        TemporaryDirectory(prefix="", dir=self._common, ignore_cleanup_errors=True)
                    )
                    if self._strangers:
                        Path(files).chmod(0o777)  # its name is the key: nobody may list what is above
                    run = run_judge(
                        stack,
                        judges,
                        boxes,
                        msgspec.structs.replace(job, common=files, common_is_one=policy.level != "full"),
                        replace(policy, files=files),
                        deadline=deadline,
                        on_test=on_test,
                        expected_boxes=expected_boxes,
                    )
                    if run.finished:  # then nobody need wait until the kernel has taken the processes apart
                        self._ending.submit(_end, stack.pop_all())
            except ZygoteError:
                if not (judges.dies_within(_DYING_S) or boxes.dies_within(_DYING_S)):
                    raise
                continue
            if judges.alive and boxes.alive:
                return run
        raise ZygoteError("The processes that judging forks from keep dying.")

    def close(self) -> None:
        """End them and all their forks. Safe to call twice."""
        self._ending.shutdown(wait=True)
        self.judges.close()
        self.boxes.close()
        self._pool.shutdown(wait=True)
        for group in self._groups:
            group.close()
        self._scratch.cleanup()
        self._files.cleanup()

    def _start_judges(self) -> Zygote:
        warmth = Warmth(
            course=str(self._course.root),
            slugs=[exercise.slug for exercise in self._course.exercises],
            scratch=self.scratch,
            files=self._common,
            confine=self._isolation != "none",
        )
        return Zygote.start(
            _JUDGE_ENTRY,
            preload=("torch",),
            warm=_JUDGE_WARM,
            warm_argument=msgspec.msgpack.encode(warmth),
            niceness=self._niceness,
        )

    def _start_boxes(self) -> Zygote:
        from grader.box.warm import PRELOAD

        # What the course names is imported before the walls go up, as a box shows no libraries of the system.
        zygote = Zygote.start(
            _BOX_ENTRY, preload=(*PRELOAD, *self._course.packages), warm=_BOX_WARM, niceness=self._niceness
        )
        self._fence(zygote)
        return zygote

    def _fence(self, boxes: Zygote) -> None:
        """All boxes together, where a control group may be made: a backstop behind the limits of each."""
        most = max(
            (exercise.limits.memory + 2 * exercise.limits.disk for exercise in self._course.exercises), default=0
        )
        at_once = 1 + (os.cpu_count() or 1)
        group = limit_together(boxes.pid, memory=_ZYGOTE_MEMORY + at_once * most, tasks=at_once * _BOX_TASKS)
        if group is not None:
            self._groups.append(group)


def _end(run: ExitStack) -> None:
    """Take apart what a run needed. Its verdicts are out: what goes wrong now is for the log."""
    try:
        run.close()
    except Exception:  # noqa: BLE001 - told to the log, whatever it is
        _log.exception("what a run needed could not be taken apart")
