"""`grade validate`: is an exercise fit for students, and its suite fit to judge them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.alternatives import check_alternatives
from grader.authoring.bundle import EXAMPLES, write_bundle
from grader.authoring.check import check_folder
from grader.authoring.findings import Problem, Validation
from grader.authoring.gates import SEEDS, check_verdicts, find_flaky, prove, run_gates
from grader.authoring.notebook import read_cells
from grader.authoring.pictures import read_words
from grader.errors import CourseError, JudgeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.authoring.findings import Subject
    from grader.authoring.gates import Judge
    from grader.authoring.strength import Try
    from grader.course import Course
    from grader.judge.verdicts import TestVerdict
    from grader.submission.model import Submission

__all__ = ["validate"]


def validate(
    course: Course,
    slug: str,
    submissions: Mapping[Subject, Submission],
    judge: Judge,
    *,
    seeds: Iterable[int] = SEEDS,
    devices: Sequence[str] = ("cpu",),
    attempt: Try | None = None,
    advise: bool = True,
) -> Validation:
    """Check the folder of an exercise, prove its suite on the reference and the stub, and see what the suite is worth.

    `submissions` are `read_subjects` read as submissions. With an error in the folder nothing is judged. Without
    `attempt` nothing is tried beside the two, and nothing is known of what hidden tests ask; without `advise` only the
    latter is found out.

    Raises: UsageError for an unknown slug; InternalError other than JudgeError when judging itself fails.
    """
    exercise = course.exercise(slug)
    problems = check_folder(course, slug)
    if any(problem.severity == "error" for problem in problems):
        return Validation(slug, problems, (), ())
    try:
        runs = run_gates(exercise, submissions, judge, seeds=seeds, devices=devices)
    except JudgeError as error:  # an engine that proves the suite first, and found it wanting
        return Validation(slug, (*problems, Problem("error", error.message)), (), ())
    tests = runs[0][3].tests if runs else ()
    if runs:
        problems += check_verdicts(exercise, runs[0][3])
    proofs, flaky = prove(exercise, runs), find_flaky(runs)
    strength = None
    if attempt is not None and all(proof.ok for proof in proofs):
        problems += _check_hidden(course, slug, attempt, tests)
        if advise:
            from grader.authoring.strength import measure, read_wrong_and_right

            try:
                subjects = read_wrong_and_right(course.suite_folder(slug))
                problems += check_alternatives(exercise, course.suite_folder(slug), judge, devices)
            except CourseError as error:
                return Validation(slug, (*problems, Problem("error", str(error))), proofs, flaky)
            strength, more = measure(subjects, attempt, {test.name: test.weight for test in tests})
            problems += more
    return Validation(slug, problems, proofs, flaky, strength)


def _check_hidden(course: Course, slug: str, attempt: Try, tests: Sequence[TestVerdict]) -> tuple[Problem, ...]:
    from grader.authoring.hidden import find_fixed, find_shown
    from grader.judge.trial_messages import Trial

    tried = attempt([Trial("", "", seed=seed, wrap="record") for seed in (0, 1)])
    fixed = find_fixed([one.calls for one in tried])
    visible = {test.name.partition(".py::")[2] or test.name for test in tests if test.visibility == "visible"}
    bundle = write_bundle(course, slug)
    examples = bundle.pop(EXAMPLES, b"").decode()
    texts = {name: _text_of(name, data) for name, data in bundle.items()}
    return tuple(Problem("error", text) for text in find_shown(fixed, visible, texts, examples))


def _text_of(name: str, data: bytes) -> str:
    """What a file for students says in words and numbers."""
    if name.endswith(".ipynb"):
        return read_cells(data.decode())
    return data.decode() if name.endswith((".md", ".py")) else read_words(name, data)
