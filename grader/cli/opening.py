"""Opening what a command works on: the course, its engine, its host."""

from __future__ import annotations

import contextlib
import functools
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

from grader.cli.output import note
from grader.errors import GraderError, UsageError, UserError
from grader.host.messages import say

if TYPE_CHECKING:
    from grader.cli.options import MakeEngine, Settings
    from grader.course.model import Course, Exercise
    from grader.engine.port import Engine, OnTest
    from grader.host.host import Host
    from grader.judge.verdicts import Verdicts
    from grader.submission.model import Submission

__all__ = ["LateEngine", "has_suite", "has_suites", "open_course", "open_engine", "open_ledger"]


def open_course(settings: Settings, near: Path | None = None) -> Course:
    """--course, else the course above the working folder, else above `near`, else the one that `start` noted.

    Raises:
        UsageError: none of these.
        CourseError: its course.yaml is wrong.
    """
    from grader.course.load import load_course

    course = load_course(_find_course(settings, near))
    if has_suites(course):
        _tell_namesake(course, settings.language)
    return course


def _find_course(settings: Settings, near: Path | None) -> Path:
    from grader.course.lookup import find_course

    here = Path.cwd()
    if settings.course is not None or near is None:
        return find_course(here, explicit=settings.course)
    found = None
    for start in (here, near.absolute()):
        try:
            found = find_course(start)
        except UsageError:
            continue
        if start.resolve().is_relative_to(found):
            break
    return found if found is not None else find_course(here)


def _tell_namesake(course: Course, language: str) -> None:
    """Two courses with one id have one grade book: a copy for the next year is easily made so."""
    from grader.host.state import note_folder

    with contextlib.suppress(UserError, OSError):  # whoever needs the folder says what is wrong with it
        other = note_folder(course)
        if other is not None:
            note(say(language, "namesake", course=course.id, folder=course.root, other=other))


def has_suite(course: Course, slug: str) -> bool:
    """Does the hidden suite of this exercise lie here?"""
    return (course.suite_folder(slug) / f"test_{slug}.py").is_file()


def has_suites(course: Course) -> bool:
    """Is this an author's copy, with hidden tests, rather than what students get?"""
    return any(has_suite(course, exercise.slug) for exercise in course.exercises)


def open_ledger(course: Course) -> Host | None:
    """The host that looks things up, where anything was ever graded here; None otherwise, and no database is made."""
    from grader.host.state import store_of

    place = store_of(course.id)
    if not has_suites(course) or ("://" not in str(place) and not Path(place).exists()):
        return None
    from grader.host.host import Host

    return Host.open(course)


def open_engine(course: Course, settings: Settings, *, shared: bool = True) -> LateEngine:
    """The engine of this run: what `main` was given, else the resident's if `shared`, else a local one."""
    local = functools.partial(_start_local, language=settings.language)
    make = settings.engine or (_share(local) if shared and not settings.debug else local)
    return LateEngine(course, settings.isolation, make)


def _share(local: MakeEngine) -> MakeEngine:
    from grader.host.resident.place import is_wanted

    if not is_wanted():
        return local

    def make(course: Course, floor: str | None) -> Engine:
        from grader.host.resident.engine import SharedEngine

        return SharedEngine(course, floor, functools.partial(local, course, floor))

    return make


def _start_local(course: Course, floor: str | None, language: str) -> Engine:
    from grader.engine.local import LocalEngine

    if sys.stderr.isatty():  # nothing else moves for a while
        note(say(language, "starting"))
    return LocalEngine(course, floor=floor)


class LateEngine:
    """The local engine, started by the first submission that needs it: a file with a syntax error needs none.

    When it can't start, every `judge` raises the reason, so that what was handed in becomes a fault of ours.
    """

    def __init__(self, course: Course, floor: str | None, make: MakeEngine) -> None:
        self._make = make
        self._course = course
        self._floor = floor
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._failure: GraderError | None = None

    def start(self) -> Engine:
        """The engine, started now if it was not. Raises what its start raised."""
        with self._lock:
            if self._failure is not None:
                raise self._failure
            if self._engine is None:
                try:
                    self._engine = self._make(self._course, self._floor)
                except GraderError as error:
                    self._failure = error
                    raise
            return self._engine

    def judge(
        self, exercise: Exercise, submission: Submission, *, seed: int, device: str, on_test: OnTest | None = None
    ) -> Verdicts:
        """As the port says."""
        return self.start().judge(exercise, submission, seed=seed, device=device, on_test=on_test)

    def close(self) -> None:
        """End the engine if it was started."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
