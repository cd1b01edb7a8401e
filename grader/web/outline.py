"""An exercise as one line of a student's course page: how far they are with it, in words and as a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from grader.host.messages import duration, moment
from grader.web.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grader.course.model import Course
    from grader.host.progress import Progress

__all__ = ["Line", "Next", "line_of", "next_of", "say_attempts", "say_due"]

SOON = timedelta(days=3)
"""Before the due date: from then on it stands out."""


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise as the page shows it."""

    title: str
    link: str
    """Empty: it can't be opened yet."""
    points: float
    score: float | None
    """What counts."""
    share: int
    """Of the points, in per cent."""
    width: int
    """Of this exercise's piece of the course's bar, 1 to 100."""
    tone: Literal["done", "shut", "todo"]
    standing: str
    due: str
    urgency: Literal["", "soon", "late"]
    attempts: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class Next:
    """What to go on with."""

    line: Line
    how: Literal["start", "again"]
    why: str


def line_of(language: str, course: Course, progress: Progress, now: datetime) -> Line:
    """The line of an exercise, by a student's progress with it."""
    exercise, best = progress.exercise, progress.best
    score = None if best is None else best.score
    share = 0 if score is None or not exercise.points else round(100 * score / exercise.points)
    done = score is not None and score >= exercise.points
    attempts = say_attempts(language, progress)
    whole = sum(other.points for other in course.exercises) or 1
    return Line(
        title=exercise.title(language),
        link="" if progress.state == "not_yet" else f"/c/{course.id}/e/{exercise.slug}",
        points=exercise.points,
        score=score,
        share=100 if done else min(share, 99),
        width=max(1, min(100, round(100 * exercise.points / whole))),
        tone="done" if done else "shut" if progress.state != "open" and not share else "todo",
        standing=say(language, f"standing_{_standing(progress, done=done)}"),
        due="" if done and progress.state == "open" else say_due(language, course, progress, now),
        urgency="" if done else _urgency(progress, now),
        attempts="" if done or progress.state != "open" else _say_wait(language, progress) or attempts,
        progress=progress,
    )


def next_of(language: str, lines: Sequence[Line], now: datetime) -> Next | None:
    """What to go on with: what is due first, then in the course's order; None when nothing is left to do."""
    left = [line for line in lines if line.tone == "todo" and line.progress.may_submit]
    if not left:
        return None
    first = min(left, key=lambda line: (line.progress.late_days, line.progress.due is None, line.progress.due or now))
    if first.progress.due is None:  # nothing presses: what was begun, before what was not
        first = next((line for line in left if line.progress.last is not None), first)
    begun = first.progress.last is not None
    why = first.due or say(language, "why_begun" if begun else "why_new")
    return Next(first, "again" if begun else "start", why)


def say_due(language: str, course: Course, progress: Progress, now: datetime) -> str:
    """When it is due, or opens, or closed; empty where there is no such date."""
    if progress.state == "not_yet" and progress.exercise.release is not None:
        return say(language, "opens_on", when=moment(language, progress.exercise.release, course.timezone))
    if progress.due is None:
        return ""
    when = moment(language, progress.due, course.timezone)
    if progress.state == "closed":
        return say(language, "was_due", when=when)
    if now > progress.due:
        return say(language, "late_by", when=when)
    if progress.due - now < SOON:
        return say(language, "due_in", when=when, left=duration(language, progress.due - now))
    return say(language, "due_extended" if progress.extended else "due_on", when=when)


def say_attempts(language: str, progress: Progress) -> str:
    """How many attempts are left; empty where there is no limit."""
    if progress.left is None:
        return ""
    return say(language, "attempts_used", used=progress.used, limit=progress.exercise.attempts)


def _say_wait(language: str, progress: Progress) -> str:
    if not progress.cooldown or progress.left == 0:
        return ""
    return say(language, "next_attempt_in", left=duration(language, progress.cooldown))


def _standing(progress: Progress, *, done: bool) -> str:
    if done:
        return "done"
    if progress.last is not None and progress.last.state in ("received", "grading"):
        return "grading"
    if progress.state != "open":
        return progress.state
    return "new" if progress.last is None else "begun"


def _urgency(progress: Progress, now: datetime) -> Literal["", "soon", "late"]:
    if progress.due is None or progress.state != "open":
        return ""
    if now > progress.due:
        return "late"
    return "soon" if progress.due - now < SOON else ""
