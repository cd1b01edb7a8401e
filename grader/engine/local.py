"""The engine of this process: two warm zygotes, and a judge and its boxes forked for each submission."""

from __future__ import annotations

import os
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Self

import msgspec

import grader
from grader.box.cgroup import Group, limit_together
from grader.box.cuda import find_devices
from grader.box.policy import Policy, library_folders
from grader.box.probe import probe
from grader.course.model import ISOLATION_LEVELS, Course, Exercise
from grader.engine.keeper import Keeper
from grader.engine.port import OnTest
from grader.engine.process import Run, run_judge
from grader.engine.scratch import make_scratch
from grader.engine.suite import read_reference, suite_hash
from grader.errors import CourseError, IsolationError, JudgeError, UsageError, ZygoteError
from grader.judge.channel import Job
from grader.judge.verdicts import TestVerdict, Verdicts
from grader.submission.model import Submission
from grader.zygote import Zygote

__all__ = ["LocalEngine"]

_PROOF_SEED = 0
_MOST_JUDGES = 4
"""Judges that one submission may bring down before the rest of its tests is not run."""
_MOST_ZYGOTES = 3
"""Times that one submission is judged anew because a zygote died under it: that is never the student's doing."""
_DYING_S = 0.5
_JUDGE_MEMORY = 4 << 30
_ZYGOTE_MEMORY = 2 << 30
_BOX_TASKS = 128
_JUDGE_ENTRY, _JUDGE_WARM = "grader.judge.main:main", "grader.judge.warm:warm"
_BOX_ENTRY, _BOX_WARM = "grader.box.serve:main", "grader.box.warm:warm_up"


class LocalEngine:
    """Judges submissions of one course on this machine. Thread-safe; `close` ends every process it started.

    `floor` is the least isolation that will do, the course's own if not given. The zygotes start in the background.

    Raises `IsolationError` if this machine cannot isolate as well as the floor asks, and `CourseError` if it lacks a
    package that the course promises to students.
    """

    def __init__(self, course: Course, *, floor: str | None = None) -> None:
        found = probe()
        self.isolation: str = found.level
        if ISOLATION_LEVELS.index(found.level) < ISOLATION_LEVELS.index(floor or course.isolation):
            raise IsolationError(
                f"This machine isolates at level {found.level!r}, but {floor or course.isolation!r} is asked for:"
                f" {'; '.join(found.reasons)}.",
                "Run: grade doctor",
            )
        absent = [name for name in course.packages if find_spec(name) is None]
        if absent:
            raise CourseError(
                f"course.yaml names packages that are not installed here: {', '.join(absent)}.",
                "Install them where the grader is, or take them out of `packages:`.",
            )
        self._course = course
        self._scratch = make_scratch()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="zygote")
        self._lock = threading.Lock()
        self._proofs: dict[tuple[str, str, int, str], Future[tuple[TestVerdict, ...]]] = {}
        self._groups: list[Group] = []
        self._judges = Keeper(self._pool, self._start_judges)
        self._boxes = Keeper(self._pool, self._start_boxes)

    def judge(
        self, exercise: Exercise, submission: Submission, *, seed: int, device: str, on_test: OnTest | None = None
    ) -> Verdicts:
        """See `Engine.judge`."""
        began = time.monotonic()
        device = self._place(exercise, device)
        suite = suite_hash(self._course.suite_folder(exercise.slug))
        expected = self._prove(exercise, suite, _PROOF_SEED, device)
        run, tests = self._run(exercise, submission, expected, suite, seed, device, on_test or _ignore)
        ended = time.monotonic()
        first = run.first_test_at or ended
        collected = run.collected
        return Verdicts(
            tests=tests,
            import_output=collected.import_output if collected else "",
            import_error=collected.import_error if collected else "",
            isolation=self.isolation,
            device=device,
            seed=seed,
            suite_sha256=suite,
            versions=_versions(),
            start_s=first - began,
            run_s=ended - first,
        )

    def close(self) -> None:
        """End every process that the engine started. Safe to call twice."""
        self._judges.close()
        self._boxes.close()
        self._pool.shutdown(wait=True)
        for group in self._groups:
            group.close()
        self._scratch.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(
        self,
        exercise: Exercise,
        submission: Submission,
        expected: tuple[TestVerdict, ...],
        suite: str,
        seed: int,
        device: str,
        on_test: OnTest,
    ) -> tuple[Run, tuple[TestVerdict, ...]]:
        """Judge after judge until all tests have run: one that dies takes the test it died in with it, no more."""
        self._await_zygotes()  # their start is not the submission's time
        deadline = time.monotonic() + exercise.limits.submission_s
        done: dict[str, TestVerdict] = {}
        first: Run | None = None
        for _ in range(_MOST_JUDGES):
            run = self._one_judge(exercise, submission, seed, device, list(done), deadline, on_test)
            first = first or run
            done |= run.ended
            if run.finished:
                break
            if run.fault is not None and run.fault.ours:
                raise JudgeError(f"No box could be had: {run.fault.reason}")
            if run.overran != "submission":
                self._prove(exercise, suite, seed, device)  # raises if the reference brings the judge down as well
            lost = run.running
            if lost is None and run.collected is not None and run.fault is None:
                break  # it died between tests: what is missing is not run
            if lost is None:
                reason = "The hidden tests could not start with your module."
                done |= {t.name: replace(t, status="error", message=reason) for t in expected if t.name not in done}
                break
            done[lost.name] = _bury(lost, run)
            on_test(done[lost.name])
            if run.overran == "submission":
                break
        assert first is not None
        return first, tuple(_settle(test, done.get(test.name)) for test in expected)

    def _one_judge(
        self,
        exercise: Exercise,
        submission: Submission,
        seed: int,
        device: str,
        done: list[str],
        deadline: float,
        on_test: OnTest,
    ) -> Run:
        limits = exercise.limits
        job = Job(
            suite=str(self._course.suite_folder(exercise.slug)),
            slug=exercise.slug,
            files=list(submission.files),
            cells=[(cell.number, cell.source) for cell in submission.cells],
            packages=list(self._course.packages),
            seed=seed,
            device=device,
            test_s=limits.test_s,
            output=limits.output,
            judge_cpu_s=limits.submission_s + 5,
            judge_memory=_JUDGE_MEMORY,
            scratch=self._scratch.name,
            done=done,
        )
        policy = Policy(
            level=self.isolation,  # type: ignore[arg-type]
            memory=limits.memory,
            disk=limits.disk,
            cpu_s=limits.submission_s,
            device=device,
            readable=library_folders(),
        )
        for _ in range(_MOST_ZYGOTES):
            judges, boxes = self._judges.get(), self._boxes.get()
            try:
                run = run_judge(judges, boxes, job, policy, deadline=deadline, on_test=on_test)
            except ZygoteError:
                if not (judges.dies_within(_DYING_S) or boxes.dies_within(_DYING_S)):
                    raise
                continue
            if judges.alive and boxes.alive:
                return run
        raise ZygoteError("The processes that judging forks from keep dying.")

    def _prove(self, exercise: Exercise, suite: str, seed: int, device: str) -> tuple[TestVerdict, ...]:
        """The tests that the reference passes (or skips) with this seed, once for each state of the suite.

        Raises `JudgeError` if it does not: then the suite, or we, are broken.
        """
        key = (exercise.slug, suite, seed, device)
        with self._lock:
            known = self._proofs.get(key)
            mine: Future[tuple[TestVerdict, ...]] | None = None
            if known is None:
                known = mine = self._proofs[key] = Future()
        if mine is not None:
            try:
                mine.set_result(self._prove_now(exercise, seed, device))
            except BaseException as error:
                with self._lock:
                    del self._proofs[key]
                mine.set_exception(error)
                raise
        return known.result()

    def _prove_now(self, exercise: Exercise, seed: int, device: str) -> tuple[TestVerdict, ...]:
        reference = read_reference(self._course.suite_folder(exercise.slug))
        self._await_zygotes()  # their start is not the submission's time
        deadline = time.monotonic() + exercise.limits.submission_s
        run = self._one_judge(exercise, reference, seed, device, [], deadline, _ignore)
        flaw = _find_flaw(run)
        if flaw:
            raise JudgeError(
                f"The suite of {exercise.slug} does not hold on its own reference: {flaw}.",
                f"Mend the suite or the reference, then run: grade validate {exercise.slug}",
            )
        assert run.collected is not None
        return tuple(run.ended[name] for name in run.collected.names)

    def _place(self, exercise: Exercise, device: str) -> str:
        wanted = exercise.device if device == "auto" else device
        has_gpu = bool(find_devices())
        if wanted == "auto":
            return "cuda" if has_gpu else "cpu"
        if wanted == "cuda" and not has_gpu:
            if device == "auto" and exercise.cpu_allowed:
                return "cpu"
            raise UsageError(
                f"{exercise.slug} is to be graded on a GPU, and this machine has none.", "Try: --device cpu"
            )
        return wanted

    def _await_zygotes(self) -> None:
        self._judges.get()
        self._boxes.get()

    def _start_judges(self) -> Zygote:
        from grader.judge.warm import Warmth

        slugs = [exercise.slug for exercise in self._course.exercises]
        warmth = Warmth(str(self._course.root), slugs, self._scratch.name, self.isolation != "none")
        return Zygote.start(
            _JUDGE_ENTRY, preload=("torch",), warm=_JUDGE_WARM, warm_argument=msgspec.msgpack.encode(warmth)
        )

    def _start_boxes(self) -> Zygote:
        from grader.box.warm import PRELOAD

        # What the course names is imported before the walls go up, as a box shows no libraries of the system.
        zygote = Zygote.start(_BOX_ENTRY, preload=(*PRELOAD, *self._course.packages), warm=_BOX_WARM)
        self._fence(zygote)
        return zygote

    def _fence(self, boxes: Zygote) -> None:
        """All boxes together, where a control group may be made: a backstop behind the limits of each."""
        most = max((exercise.limits.memory + exercise.limits.disk for exercise in self._course.exercises), default=0)
        at_once = 1 + (os.cpu_count() or 1)
        group = limit_together(boxes.pid, memory=_ZYGOTE_MEMORY + at_once * most, tasks=at_once * _BOX_TASKS)
        if group is not None:
            self._groups.append(group)


def _find_flaw(run: Run) -> str:
    """What is wrong with a run on the reference, or empty."""
    if run.fault is not None:
        return run.fault.reason
    wrong = next((test for test in run.ended.values() if test.status not in ("passed", "skipped")), None)
    if wrong is not None:
        return f"{wrong.name} {wrong.status}: {wrong.message}".rstrip(".")
    if not run.finished or run.collected is None:
        return "the judge died"
    return "" if run.collected.names else "it has no tests"


def _settle(expected: TestVerdict, got: TestVerdict | None) -> TestVerdict:
    """The verdict that counts: only what the reference skips is skipped, and what did not report is not run."""
    if got is None:
        return replace(expected, status="not_run", message="", duration_s=0.0, figures=(), stdout="")
    if got.status == "skipped" and expected.status != "skipped":
        return replace(got, status="failed")
    if expected.status == "skipped":
        return replace(got, status="skipped")
    return got


def _bury(test: TestVerdict, run: Run) -> TestVerdict:
    """The verdict of the test in which a judge ended."""
    if run.overran:
        return replace(test, status="timeout", message="The time limit passed while your answer was being compared.")
    return replace(test, status="crashed", message="What your code gave back brought the comparison down.")


def _versions() -> dict[str, str]:
    versions = {"grader": grader.__version__, "python": sys.version.split()[0]}
    for name in ("torch", "numpy"):
        with suppress(PackageNotFoundError):
            versions[name] = version(name)
    return versions


def _ignore(_verdict: TestVerdict) -> None:
    pass
