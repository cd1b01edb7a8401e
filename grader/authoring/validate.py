"""`grade validate`: is an exercise fit for students? The reference must score full, the stub nothing, on every seed.

The checks are pure. Judging is done by whom `judge` stands for: an engine's `judge` fits.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from grader.authoring.bundle import write_bundle
from grader.authoring.folder import find_missing, read_reference_files
from grader.authoring.stub import cut_modules
from grader.course.hints import check_hints
from grader.course.modules import SOLUTION, read_files
from grader.course.syntax import parse_python
from grader.errors import CourseError, JudgeError
from grader.submission.pack import pack_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from grader.course import Course, Exercise
    from grader.judge.verdicts import Verdicts
    from grader.submission.model import Submission
    from grader.submission.pack import Packed

__all__ = [
    "Flaky",
    "Judge",
    "Problem",
    "Proof",
    "Subject",
    "Validation",
    "check_folder",
    "check_verdicts",
    "find_flaky",
    "prove",
    "read_subjects",
    "validate",
]

Subject = Literal["reference", "stub"]
SLACK = 1e-6
"""Points are compared to this: weights like 0.1 do not add up exactly."""


class Judge(Protocol):
    """Judges a submission against the hidden suite of an exercise."""

    def __call__(self, exercise: Exercise, submission: Submission, *, seed: int, device: str) -> Verdicts:
        """The verdicts. Raises: JudgeError when the suite fails its reference; InternalError when judging fails."""
        ...


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; a "warning" does not stop a release."""

    severity: Literal["error", "warning"]
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """One run of the suite on a subject whose result is known beforehand."""

    subject: Subject
    seed: int
    score: float
    max_score: float
    unexpected: tuple[str, ...]
    """Tests that the reference failed, or that the stub passed."""

    @property
    def ok(self) -> bool:
        """Did it come out as it must?"""
        return not self.unexpected


@dataclass(frozen=True, slots=True)
class Flaky:
    """A test that one subject passed on some seeds and failed on others."""

    subject: Subject
    test: str
    passed: tuple[int, ...]
    failed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Validation:
    """All that was found of one exercise: a row of the table that `grade validate` prints."""

    slug: str
    problems: tuple[Problem, ...]
    proofs: tuple[Proof, ...]
    flaky: tuple[Flaky, ...]

    @property
    def ok(self) -> bool:
        """May students get this exercise?"""
        errors = any(problem.severity == "error" for problem in self.problems)
        return bool(self.proofs) and not errors and not self.flaky and all(proof.ok for proof in self.proofs)


def validate(
    course: Course,
    slug: str,
    submissions: Mapping[Subject, Submission],
    judge: Judge,
    *,
    seeds: Iterable[int] = (0, 1, 2),
    device: str = "cpu",
) -> Validation:
    """Check the folder of an exercise and prove its suite on the reference and on the stub, for each seed.

    `submissions` are `read_subjects` read as submissions. With an error in the folder nothing is judged.

    Raises: UsageError for an unknown slug; InternalError other than JudgeError when judging itself fails.
    """
    exercise = course.exercise(slug)
    problems = check_folder(course, slug)
    if any(problem.severity == "error" for problem in problems):
        return Validation(slug, problems, (), ())
    subjects: tuple[Subject, ...] = ("reference", "stub")
    try:
        runs = [
            (subject, seed, judge(exercise, submissions[subject], seed=seed, device=device))
            for seed in seeds
            for subject in subjects
        ]
    except JudgeError as error:  # an engine that proves the suite first, and found it wanting
        return Validation(slug, (*problems, Problem("error", error.message)), (), ())
    if runs:
        problems += check_verdicts(exercise, runs[0][2])
    proofs = tuple(prove(exercise, subject, seed, verdicts) for subject, seed, verdicts in runs)
    return Validation(slug, problems, proofs, find_flaky(runs))


def read_subjects(course: Course, slug: str) -> dict[Subject, Packed]:
    """The reference and the stub as somebody would hand them in: a file `<slug>.py`, a zip where there are several.

    Raises: CourseError when the reference can't be read or has no solution region.
    """
    sources = read_reference_files(course.suite_folder(slug))
    stubs = {name: cut.stub for name, cut in cut_modules(sources).items()}
    return {"reference": pack_sources(slug, sources), "stub": pack_sources(slug, stubs)}


def check_folder(course: Course, slug: str) -> tuple[Problem, ...]:
    """What is wrong with the files of an exercise, before anything is run."""
    folder = course.suite_folder(slug)
    missing = find_missing(folder)
    if missing:
        return tuple(Problem("error", f"solutions/{slug}/{name} is missing.") for name in missing)
    problems = []
    try:
        write_bundle(course, slug)
    except CourseError as error:
        problems.append(Problem("error", str(error)))
    problems += [Problem("error", text) for text in _check_suite(folder / f"test_{slug}.py")]
    problems += [Problem("warning", text) for text in _given(folder)]
    try:
        problems += [Problem("warning", text) for text in check_hints(folder, course.languages)]
    except CourseError as error:
        problems.append(Problem("error", str(error)))
    lacking = [language for language in course.languages if not _readme(folder, language, course.languages).is_file()]
    problems += [Problem("warning", f"No README in {language!r}, a language of the course.") for language in lacking]
    return tuple(problems)


def _given(folder: Path) -> list[str]:
    """Files that students get whole: an author may have meant them for the suite only."""
    try:
        others = [path for path in read_files(folder) if path != f"{folder.name}.py"]
        given = [path for path in others if SOLUTION not in (folder / path).read_text(encoding="utf-8")]
    except (CourseError, OSError, UnicodeDecodeError):
        return []  # told by the release
    written = [path for path in given if (folder / path).stat().st_size]
    return [f"{path} goes to students as it is: the reference imports it, and it has no region." for path in written]


def _check_suite(suite: Path) -> list[str]:
    try:
        tree = parse_python(suite.read_bytes())
    except OSError:
        return [f"{suite.name}, the hidden suite, is missing."]
    except (SyntaxError, ValueError) as error:
        return [f"{suite.name} is no Python: {error}."]
    tests = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test")]
    return [] if tests else [f"{suite.name} has no test."]


def _readme(folder: Path, language: str, languages: Sequence[str]) -> Path:
    """README.md is in the course's first language unless a README.<language>.md says so."""
    own = folder / f"README.{language}.md"
    return own if own.is_file() or language != languages[0] else folder / "README.md"


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


def prove(exercise: Exercise, subject: Subject, seed: int, verdicts: Verdicts) -> Proof:
    """Compare one run with what it must give: all tests pass on the reference, none on the stub.

    A test that was skipped says nothing about either; the engine sees to it that the reference skips it too. One that
    is worth nothing need not tell a stub from the reference.
    """
    judged = [test for test in verdicts.tests if test.status != "skipped"]
    total = sum(test.weight for test in verdicts.tests if test.gpu or test.status != "skipped")
    earned = sum(test.weight for test in judged if test.status == "passed")
    wanted = subject == "reference"
    unexpected = [test.name for test in judged if (test.weight or wanted) and (test.status == "passed") != wanted]
    if wanted and not total:
        unexpected += [test.name for test in verdicts.tests]  # nothing counts
    score = earned / (total or 1.0) * exercise.points
    return Proof(subject, seed, score, exercise.points, tuple(unexpected))


def find_flaky(runs: Iterable[tuple[Subject, int, Verdicts]]) -> tuple[Flaky, ...]:
    """The tests whose outcome depends on the seed, with the seeds of either outcome."""
    outcomes: dict[tuple[Subject, str], dict[bool, list[int]]] = {}
    for subject, seed, verdicts in runs:
        for test in verdicts.tests:
            seeds = outcomes.setdefault((subject, test.name), {True: [], False: []})
            seeds[test.status == "passed"].append(seed)
    return tuple(
        Flaky(subject, name, tuple(seeds[True]), tuple(seeds[False]))
        for (subject, name), seeds in outcomes.items()
        if seeds[True] and seeds[False]
    )
