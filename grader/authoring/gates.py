"""The gates in front of every release: the reference scores full, the stub 0, on every seed and device.

Pure but for the judging, which is done by whom `Judge` stands for: an engine's `judge` fits.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from grader.authoring.findings import Flaky, Problem, Proof, Subject
from grader.authoring.folder import read_reference_files
from grader.authoring.stub import cut_modules
from grader.submission.pack import pack_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.course import Course, Exercise
    from grader.judge.verdicts import TestVerdict, Verdicts
    from grader.submission.model import Submission
    from grader.submission.pack import Packed

__all__ = ["SEEDS", "Judge", "Run", "check_verdicts", "find_flaky", "prove", "read_subjects", "run_gates"]

SEEDS = tuple(range(20))
SLACK = 1e-6
"""Points are compared to this: weights like 0.1 do not add up exactly."""

Run = tuple[Subject, str, int, "Verdicts"]
"""Who, on which device, with which seed, and what came of it."""


class Judge(Protocol):
    """Judges a submission against the hidden suite of an exercise; several threads at once may ask."""

    def __call__(self, exercise: Exercise, submission: Submission, *, seed: int, device: str) -> Verdicts:
        """The verdicts. Raises: JudgeError when the suite fails its reference; InternalError when judging fails."""
        ...


def read_subjects(course: Course, slug: str) -> dict[Subject, Packed]:
    """The reference and the stub as somebody would hand them in: a file `<slug>.py`, a zip where there are several.

    Raises: CourseError when the reference can't be read or has no solution region.
    """
    sources = read_reference_files(course.suite_folder(slug))
    stubs = {name: cut.stub for name, cut in cut_modules(sources).items()}
    return {"reference": pack_sources(slug, sources), "stub": pack_sources(slug, stubs)}


def run_gates(
    exercise: Exercise,
    submissions: Mapping[Subject, Submission],
    judge: Judge,
    *,
    seeds: Iterable[int],
    devices: Sequence[str],
) -> list[Run]:
    """Judge both subjects on every seed and device, as many at a time as there are cores.

    Raises: what `judge` raises.
    """
    subjects: tuple[Subject, ...] = ("reference", "stub")
    asked = [(subject, device, seed) for device in devices for seed in seeds for subject in subjects]

    def run(one: tuple[Subject, str, int]) -> Run:
        subject, device, seed = one
        return subject, device, seed, judge(exercise, submissions[subject], seed=seed, device=device)

    runs = [run(one) for one in asked[:1]]  # a suite that does not hold says so before all cores are at it
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="gate") as pool:
        return runs + list(pool.map(run, asked[1:]))


def check_verdicts(exercise: Exercise, verdicts: Verdicts) -> tuple[Problem, ...]:
    """What is wrong with the suite itself: no tests, no points, points that add up to something else, no titles."""
    tests = verdicts.tests
    if not tests:
        return (Problem("error", "The suite has no test."),)
    problems = []
    skipped = [test.name for test in tests if test.status == "skipped" and not test.gpu]
    total = sum(test.weight for test in tests if test.name not in skipped)
    if total <= 0:
        problems.append(Problem("error", "No test has points."))
    elif abs(total - exercise.points) > SLACK:
        text = f"The tests' points add up to {total:g}, the exercise has {exercise.points:g}: they will be scaled."
        problems.append(Problem("warning", text))
    problems += [Problem("warning", f"The reference skips {name}: the test counts for nobody.") for name in skipped]
    if all(test.visibility != "visible" for test in tests):
        problems.append(Problem("warning", "No test is visible: students never see inputs."))
    titles = [test.title for test in tests]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    problems += [Problem("warning", f"Several tests have the title {title!r}.") for title in twice]
    return tuple(problems)


def prove(exercise: Exercise, runs: Iterable[Run]) -> tuple[Proof, ...]:
    """Compare the runs with what they must give: all tests pass on the reference, none on the stub.

    A test that was skipped says nothing about either; the engine sees to it that the reference skips it too. One that
    is worth nothing need not tell a stub from the reference.
    """
    together: dict[tuple[Subject, str], list[tuple[int, Verdicts]]] = {}
    for subject, device, seed, verdicts in runs:
        together.setdefault((subject, device), []).append((seed, verdicts))
    proofs = []
    for (subject, device), runs_of_one in together.items():
        wanted = subject == "reference"
        unexpected: dict[str, tuple[int, ...]] = {}
        scores = []
        for seed, verdicts in runs_of_one:
            scores.append(_score(exercise, verdicts.tests))
            for name in _unexpected(verdicts.tests, wanted=wanted):
                unexpected[name] = (*unexpected.get(name, ()), seed)
        worst = min(scores) if wanted else max(scores)
        seeds = tuple(seed for seed, _ in runs_of_one)
        proofs.append(Proof(subject, device, seeds, worst, exercise.points, unexpected))
    return tuple(proofs)


def find_flaky(runs: Iterable[Run]) -> tuple[Flaky, ...]:
    """The tests whose outcome depends on the seed, with the seeds of either outcome."""
    outcomes: dict[tuple[Subject, str, str], dict[bool, list[int]]] = {}
    for subject, device, seed, verdicts in runs:
        for test in verdicts.tests:
            seeds = outcomes.setdefault((subject, device, test.name), {True: [], False: []})
            seeds[test.status == "passed"].append(seed)
    return tuple(
        Flaky(subject, device, name, tuple(seeds[True]), tuple(seeds[False]))
        for (subject, device, name), seeds in outcomes.items()
        if seeds[True] and seeds[False]
    )


def _score(exercise: Exercise, tests: Sequence[TestVerdict]) -> float:
    total = sum(test.weight for test in tests if test.gpu or test.status != "skipped")
    return sum(test.weight for test in tests if test.status == "passed") / (total or 1.0) * exercise.points


def _unexpected(tests: Sequence[TestVerdict], *, wanted: bool) -> list[str]:
    judged = [test for test in tests if test.status != "skipped"]
    found = [test.name for test in judged if (test.weight or wanted) and (test.status == "passed") != wanted]
    if wanted and not any(test.weight for test in tests if test.gpu or test.status != "skipped"):
        found += [test.name for test in tests if test.name not in found]  # nothing counts
    return found
