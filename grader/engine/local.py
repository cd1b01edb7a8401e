"""The engine of this process: for each submission a judge and its boxes, forked from warm zygotes."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Self

import grader
from grader.box.cuda import find_devices
from grader.box.policy import Policy, library_folders
from grader.box.probe import probe
from grader.box.rootfs import DATA
from grader.course.model import ISOLATION_LEVELS, Course, Exercise
from grader.engine.port import OnTest
from grader.engine.process import Run
from grader.engine.proof import Proof, ProofKey, Proofs
from grader.engine.suite import complete, read_reference, suite_hash
from grader.engine.zygotes import Zygotes
from grader.errors import CourseError, IsolationError, JudgeError, UsageError, worded
from grader.judge.channel import Explained, Job
from grader.judge.verdicts import TestVerdict, Verdicts
from grader.submission.model import Submission

__all__ = ["LocalEngine"]

_PROOF_SEED = 0
_MOST_JUDGES = 4
"""Judges that one submission may bring down before the rest of its tests is not run."""
_JUDGE_MEMORY = 4 << 30
_DIAGNOSIS_S, _DIAGNOSIS_SHARE = 10.0, 0.25
"""How long a judge may look for what explains failed tests, and at most which share of the submission's time."""


class LocalEngine:
    """Judges submissions of one course on this machine. Thread-safe; `close` ends every process it started.

    `floor` is the least isolation that will do, the course's own if not given. The zygotes start in the background,
    and judge at this niceness.

    Raises `IsolationError` if this machine cannot isolate as well as the floor asks, and `CourseError` if it lacks a
    package that the course promises to students.
    """

    def __init__(self, course: Course, *, floor: str | None = None, niceness: int = 0) -> None:
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
        self._proofs = Proofs()
        self._zygotes = Zygotes(course, self.isolation, niceness)

    def judge(
        self, exercise: Exercise, submission: Submission, *, seed: int, device: str, on_test: OnTest | None = None
    ) -> Verdicts:
        """See `Engine.judge`."""
        began = time.monotonic()
        device = self._place(exercise, device)
        folder = self._course.suite_folder(exercise.slug)
        suite = suite_hash(folder)
        submission = complete(submission, folder, self._course.stub_folder(exercise.slug), suite)
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
            versions=dict(_versions()),
            start_s=first - began,
            run_s=ended - first,
        )

    def close(self) -> None:
        """End every process that the engine started. Safe to call twice."""
        self._zygotes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(
        self,
        exercise: Exercise,
        submission: Submission,
        expected: Proof,
        suite: str,
        seed: int,
        device: str,
        on_test: OnTest,
    ) -> tuple[Run, tuple[TestVerdict, ...]]:
        """Judge after judge until all tests have run: one that dies takes the test it died in with it, no more."""
        self._zygotes.wait()  # their start is not the submission's time
        deadline = time.monotonic() + exercise.limits.submission_s
        done: dict[str, TestVerdict] = {}
        first: Run | None = None
        explained: list[Explained] = []
        for _ in range(_MOST_JUDGES):
            run = self._one_judge(exercise, submission, seed, device, list(done), deadline, on_test, proof=expected)
            first = first or run
            done |= run.ended
            explained += [run.explained] if run.explained is not None else []
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
                reason = worded("The hidden tests could not start with your module.")
                done |= {t.name: _refuse(t, reason) for t in expected.tests if t.name not in done}
                break
            done[lost.name] = _bury(lost, run)
            on_test(done[lost.name])
            if run.overran == "submission":
                break
        assert first is not None
        tests = (_settle(test, done.get(test.name)) for test in expected.tests)
        return first, tuple(_explain(test, explained) for test in tests)

    def _one_judge(
        self,
        exercise: Exercise,
        submission: Submission,
        seed: int,
        device: str,
        done: list[str],
        deadline: float,
        on_test: OnTest,
        *,
        proof: Proof | None,
    ) -> Run:
        """`proof` is None in the run that makes it."""
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
            scratch=self._zygotes.scratch,
            done=done,
            admitted=None if proof is None else proof.learned,
            diagnosis_s=0.0 if proof is None else min(_DIAGNOSIS_S, _DIAGNOSIS_SHARE * limits.submission_s),
        )
        data = self._course.suite_folder(exercise.slug) / DATA
        policy = Policy(
            level=self.isolation,  # type: ignore[arg-type]
            memory=limits.memory,
            disk=limits.disk,
            cpu_s=limits.submission_s,
            device=device,
            readable=library_folders(),
            data=str(data) if data.is_dir() and data.resolve() == data else "",
        )
        expected = 1 if proof is None else proof.boxes
        return self._zygotes.run(job, policy, deadline=deadline, on_test=on_test, expected_boxes=expected)

    def _prove(self, exercise: Exercise, suite: str, seed: int, device: str) -> Proof:
        def run() -> Run:
            reference = read_reference(self._course.suite_folder(exercise.slug))
            self._zygotes.wait()  # their start is not the submission's time
            deadline = time.monotonic() + exercise.limits.submission_s
            return self._one_judge(exercise, reference, seed, device, [], deadline, _ignore, proof=None)

        return self._proofs.get(ProofKey(exercise.slug, suite, seed, device), run)

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


def _settle(expected: TestVerdict, got: TestVerdict | None) -> TestVerdict:
    """The verdict that counts: only what the reference skips is skipped, and what did not report is not run.

    A test that the reference skips, or fails as it is expected to, counts for nobody, however a student does in it.
    """
    if got is None:
        return replace(expected, status="not_run", message="", duration_s=0.0, figures=(), stdout="")
    if got.status == "skipped" and expected.status != "skipped":
        return replace(got, status="failed")
    if expected.status == "skipped" and got.status != "skipped":
        return replace(got, weight=0.0)
    return got


def _explain(test: TestVerdict, explained: list[Explained]) -> TestVerdict:
    """The verdict with what explains it, where that was found."""
    if test.status not in ("failed", "error"):
        return test
    for found in explained:
        if test.name in found.diagnoses or test.name in found.observations:
            return replace(
                test, diagnosis=found.diagnoses.get(test.name), observation=found.observations.get(test.name)
            )
    return test


def _refuse(expected: TestVerdict, reason: str) -> TestVerdict:
    """The verdict of a test that could not start."""
    return expected if expected.status == "skipped" else replace(expected, status="error", message=reason)


def _bury(test: TestVerdict, run: Run) -> TestVerdict:
    """The verdict of the test in which a judge ended."""
    if run.overran:
        return replace(
            test, status="timeout", message=worded("The time limit passed while your answer was being compared.")
        )
    return replace(test, status="crashed", message=worded("What your code gave back brought the comparison down."))


@cache
def _versions() -> dict[str, str]:
    versions = {"grader": grader.__version__, "python": sys.version.split()[0]}
    for name in ("torch", "numpy"):
        with suppress(PackageNotFoundError):
            versions[name] = version(name)
    return versions


def _ignore(_verdict: TestVerdict) -> None:
    pass
