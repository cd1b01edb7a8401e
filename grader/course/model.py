"""A course as course.yaml describes it: frozen values, made by `grader.course.load` only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from grader.course.near import near_misses
from grader.errors import UsageError, worded

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

__all__ = ["ISOLATION_LEVELS", "Course", "Exercise", "HintPolicy", "LatePolicy", "Limits"]

ISOLATION_LEVELS = ("none", "restricted", "full")
"""Weakest first."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use. Seconds of wall time, bytes of memory, disk and output."""

    test_s: float = 10.0
    submission_s: float = 60.0
    memory: int = 1 << 30
    disk: int = 64 << 20
    output: int = 64 << 10


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """`penalty` (a fraction of the score, 0..1) is lost for each day late, after `grace`; closed after `max_days`."""

    grace: timedelta = timedelta(0)
    penalty: float = 0.0
    max_days: int | None = None


@dataclass(frozen=True, slots=True)
class HintPolicy:
    """Which hints students reach: the first at once, further ones by trying again or by asking."""

    cap: int = 3
    """The last level that anybody gets; 0: none."""
    after: int | None = 1
    """Failed attempts with the same misconception that give one level more; None: only asking does."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: slug, titles and points, when it is open, how it is run."""

    slug: str
    titles: dict[str, str]
    """Title by language code, at least one."""
    points: float
    week: int | None
    """The week of the course that it belongs to, from 1; None: the course has no weeks."""
    release: datetime | None
    """In UTC; None: open from the start."""
    due: datetime | None
    """In UTC; None: never due."""
    late: LatePolicy
    attempts: int | None
    """None: no limit."""
    cooldown: timedelta
    counts: str
    """"best" (after penalty) or "latest"."""
    limits: Limits
    device: str
    """"cpu", "cuda" or "auto"."""
    cpu_allowed: bool
    """May a submission that wants a GPU be graded on the CPU where there is none?"""
    hints: HintPolicy = field(default_factory=HintPolicy)

    def title(self, language: str) -> str:
        """The title in `language`, else in English, else in the first language given."""
        return self.titles.get(language) or self.titles.get("en") or next(iter(self.titles.values()))


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course, and the folder it was read from."""

    id: str
    titles: dict[str, str]
    root: Path
    timezone: ZoneInfo
    languages: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    packages: tuple[str, ...]
    """Top-level import names that student code may use beside the standard library, torch, numpy, matplotlib."""
    isolation: str
    """The floor: "full", "restricted" or "none"."""
    server: str | None
    retention: timedelta | None = None
    """How long submissions are kept; None: for ever."""

    def title(self, language: str) -> str:
        """The title in `language`, else in English, else in the first language given."""
        return self.titles.get(language) or self.titles.get("en") or next(iter(self.titles.values()))

    def exercise(self, slug: str) -> Exercise:
        """The exercise with this slug. Raises `UsageError` naming near misses when there is none."""
        for exercise in self.exercises:
            if exercise.slug == slug:
                return exercise
        raise UsageError(
            worded("There is no exercise {slug}.", slug=repr(slug)),
            near_misses(slug, [exercise.slug for exercise in self.exercises]),
        )

    def suite_folder(self, slug: str) -> Path:
        """Where authors keep the exercise: reference, suite, READMEs."""
        return self.root / "solutions" / slug

    def stub_folder(self, slug: str) -> Path:
        """Where `grade release` writes what students get."""
        return self.root / "exercises" / slug
