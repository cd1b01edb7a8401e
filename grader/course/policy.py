"""The course's rules as pure functions: when it is open, what late costs, how often, and which attempt counts.

All times are aware, best in UTC. A day is 24 hours that really pass, so that a change of clocks neither gives nor
takes an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.course.model import Exercise

__all__ = [
    "Attempt",
    "Closed",
    "NotYet",
    "Open",
    "Window",
    "attempts_left",
    "closes_at",
    "cooldown_left",
    "counting",
    "days_late",
    "due_at",
    "handed_in_at",
    "penalised",
    "penalty",
    "window",
]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NotYet:
    """Not open before `release`."""

    release: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """Open; `days_late` is what a submission now would count as."""

    days_late: int


@dataclass(frozen=True, slots=True)
class Closed:
    """No submission was taken after `since`."""

    since: datetime


Window = NotYet | Open | Closed


class Attempt(Protocol):
    """What `counting` needs to know of a submission; any row that has these will do."""

    @property
    def submitted_at(self) -> datetime:
        """When it was received; aware."""

    @property
    def status(self) -> str:
        """Of the report: "graded", "rejected" or "grader_error"; anything else is not yet judged."""

    @property
    def score(self) -> float | None:
        """After the late penalty and adjustments."""

    @property
    def adjusted(self) -> bool:
        """Did staff set the score?"""


A = TypeVar("A", bound=Attempt)


def due_at(exercise: Exercise, extension: datetime | None = None) -> datetime | None:
    """When the exercise is due for a student; an extension moves it later, never earlier. None: never."""
    if exercise.due is None or extension is None:
        return exercise.due
    return max(exercise.due, extension)


def closes_at(exercise: Exercise, extension: datetime | None = None) -> datetime | None:
    """The last moment at which a submission is taken; None: it never closes."""
    due = due_at(exercise, extension)
    if due is None or exercise.late.max_days is None:
        return None
    end = due.astimezone(UTC) + exercise.late.grace + exercise.late.max_days * _DAY
    return end.astimezone(due.tzinfo)


def window(exercise: Exercise, now: datetime, extension: datetime | None = None) -> Window:
    """May the student submit `now`? The release is the first moment, `closes_at` the last one."""
    if exercise.release is not None and now < exercise.release:
        return NotYet(exercise.release)
    end = closes_at(exercise, extension)
    if end is not None and now > end:
        return Closed(end)
    return Open(days_late(exercise, now, extension))


def days_late(exercise: Exercise, at: datetime, extension: datetime | None = None) -> int:
    """Days that begin between due date plus grace and `at`, rounded up; 0: on time."""
    due = due_at(exercise, extension)
    if due is None:
        return 0
    late = at.astimezone(UTC) - due.astimezone(UTC) - exercise.late.grace
    return max(0, -(-late // _DAY))


def handed_in_at(exercise: Exercise, received: datetime, claimed: datetime | None) -> datetime:
    """When a submission counts as handed in: when it was received, or earlier by the student's own clock.

    The claim of a student who was offline counts only as far back as the exercise's grace, and never forward.
    """
    if claimed is None or not timedelta(0) <= received - claimed <= exercise.late.grace:
        return received
    return claimed


def penalty(exercise: Exercise, days: int) -> float:
    """The share of the score, 0 to 1, that `days` late cost."""
    return min(1.0, round(exercise.late.penalty * max(0, days), 9))


def penalised(exercise: Exercise, score: float, days: int) -> float:
    """The score that is left after the late penalty; never below 0, never above `score`."""
    share = penalty(exercise, days)
    # Rounded, as 3 * (1 - 0.1) must read 2.7 and not 2.7000000000000002.
    return min(score, max(0.0, round(score * (1 - share), 9))) if share else score


def attempts_left(exercise: Exercise, used: int) -> int | None:
    """How many more submissions are taken; `used` counts graded and pending ones. None: no limit."""
    return None if exercise.attempts is None else max(0, exercise.attempts - used)


def cooldown_left(exercise: Exercise, last: datetime | None, now: datetime) -> timedelta:
    """How long to wait after the submission at `last` (one that used an attempt); 0: not at all."""
    if last is None:
        return timedelta(0)
    left = exercise.cooldown - (now.astimezone(UTC) - last.astimezone(UTC))
    return min(exercise.cooldown, max(timedelta(0), left))


def counting(rows: Iterable[A], counts: str) -> A | None:
    """The submission that counts: with "best" the highest score, the earliest on ties; with "latest" the last one.

    Only graded ones count; None when there is none. Where staff set a score, that stands, whatever came after.
    """
    graded = [(row, row.score) for row in rows if row.status == "graded" and row.score is not None]
    if not graded:
        return None
    graded.sort(key=lambda pair: pair[0].submitted_at)
    set_by_staff = [row for row, _ in graded if row.adjusted]
    if set_by_staff:
        return set_by_staff[-1]
    if counts == "latest":
        return graded[-1][0]
    return max(graded, key=lambda pair: pair[1])[0]
