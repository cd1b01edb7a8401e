"""Several exercises held to the gates one after the other, as `grade validate` and every release do it."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any

from grader.authoring.check import check_folder
from grader.authoring.devices import at_hand
from grader.authoring.findings import Problem, Validation
from grader.authoring.gates import SEEDS, read_subjects
from grader.authoring.proved import Proved
from grader.authoring.validate import validate
from grader.course.interface import read_interface
from grader.errors import CourseError
from grader.submission import read_packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.authoring.gates import Judge
    from grader.course.model import Course
    from grader.engine.trials import Trials

__all__ = ["prove_all"]


def prove_all(
    course: Course,
    slugs: Sequence[str],
    judge: Judge,
    *,
    seeds: Sequence[int] | None = None,
    devices: Sequence[str] | None = None,
    quick: bool = False,
    advise: bool = True,
    on_begin: Callable[[str], None] = lambda _slug: None,
) -> Iterator[Validation]:
    """What is found of each exercise, as found; what passes on all seeds and devices is noted, for later releases.

    `seeds` None: all that the gates have; `devices` None: all of this machine. `quick` tries the reference and the stub
    only; without `advise` it is not found out what the suite is worth.
    """
    options: dict[str, Any] = {"seeds": seeds or SEEDS, "devices": devices or at_hand(), "advise": advise}
    with contextlib.ExitStack() as stack:
        trials = None if quick else _LateTrials(course, slugs, stack)
        for slug in slugs:
            on_begin(slug)
            attempt = functools.partial(trials, slug) if trials is not None else None
            found = _prove(course, slug, judge, attempt, options)
            if found.ok and seeds is None and devices is None and not quick:
                Proved(course).note(slug)
            yield found


class _LateTrials:
    """Starts what tries subjects when the first is tried: a folder that lacks a file needs none."""

    def __init__(self, course: Course, slugs: Sequence[str], stack: contextlib.ExitStack) -> None:
        self._course, self._slugs, self._stack = course, slugs, stack
        self._trials: Trials | None = None

    def __call__(self, slug: str, asked: Sequence[Any]) -> list[Any]:
        if self._trials is None:
            from grader.engine.trials import Trials

            self._trials = self._stack.enter_context(Trials(self._course, self._slugs))
        return self._trials.run(slug, asked)


def _prove(
    course: Course, slug: str, judge: Judge, attempt: Callable[..., Any] | None, options: dict[str, Any]
) -> Validation:
    try:
        interface = read_interface(course.suite_folder(slug) / f"{slug}.py")
        packed = read_subjects(course, slug)
    except CourseError as error:
        problems = check_folder(course, slug) or (Problem("error", str(error)),)
        return Validation(slug, problems, (), ())
    submissions = {name: read_packed(one, slug=slug, interface=interface) for name, one in packed.items()}
    return validate(course, slug, submissions, judge, attempt=attempt, **options)
