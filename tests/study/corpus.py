"""Reading the study's submissions, and grading them in the sandbox."""

from __future__ import annotations

import hashlib
import os
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission.model import Submission

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.judge.verdicts import TestVerdict

__all__ = ["ROOT", "Graded", "Outcome", "Wrong", "grade", "read_submissions"]

ROOT = Path(__file__).parents[2]
SEED = 20_261

Outcome = Literal["right", "wrong", "none"]


@dataclass(frozen=True)
class Wrong:
    """One submission of the study."""

    slug: str
    number: int
    bug: str
    is_: frozenset[str]
    """Misconceptions of the exercise that it is."""
    code: str

    def __str__(self) -> str:
        return f"{self.slug}-{self.number}"


@dataclass(frozen=True)
class Graded:
    """What came of one."""

    wrong: Wrong
    failed: int
    """Tests that it fails."""
    diagnosed: frozenset[str]
    """Misconceptions named at any of them."""
    observed: frozenset[str]
    """Kinds of observations at any of them."""

    @property
    def outcome(self) -> Outcome:
        """Wrong as soon as one name is."""
        if not self.diagnosed:
            return "none"
        return "right" if self.diagnosed <= self.wrong.is_ else "wrong"


def read_submissions() -> list[Wrong]:
    """All of them, in the order of course and file."""
    read = []
    for exercise in load_course(ROOT).exercises:
        document = tomllib.loads((Path(__file__).parent / "submissions" / f"{exercise.slug}.toml").read_text("utf-8"))
        read += [
            Wrong(exercise.slug, number, one["bug"], frozenset(one["is"]), one["code"])
            for number, one in enumerate(document["submission"], 1)
        ]
    return read


def grade(submissions: Sequence[Wrong], *, seed: int = SEED) -> Iterator[Graded]:
    """Grade each in the sandbox, as many at once as there are cores; in order."""
    course = load_course(ROOT)

    def grade_one(engine: LocalEngine, wrong: Wrong) -> Graded:
        sha256 = hashlib.sha256(wrong.code.encode()).hexdigest()
        submission = Submission(wrong.slug, ((f"{wrong.slug}.py", wrong.code),), (), sha256, ())
        tests = engine.judge(course.exercise(wrong.slug), submission, seed=seed, device="cpu").tests
        return Graded(wrong, len(_failed(tests)), _diagnosed(tests), _observed(tests))

    with LocalEngine(course) as engine, ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        yield from pool.map(lambda wrong: grade_one(engine, wrong), submissions)


def _failed(tests: Sequence[TestVerdict]) -> list[TestVerdict]:
    return [test for test in tests if test.status not in ("passed", "skipped")]


def _diagnosed(tests: Sequence[TestVerdict]) -> frozenset[str]:
    return frozenset(test.diagnosis.misconception for test in tests if test.diagnosis is not None)


def _observed(tests: Sequence[TestVerdict]) -> frozenset[str]:
    return frozenset(test.observation.kind for test in tests if test.observation is not None)
