"""Where a student stands with an exercise: may they hand in, until when, how often, and what counts so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from grader.course import policy
from grader.host.lateness import current_extensions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grader.course.model import Exercise
    from grader.host.host import Host
    from grader.store.rows import SubmissionRow

__all__ = ["BURNS_NOTHING", "Progress", "progress_in", "progress_of"]

BURNS_NOTHING = ("rejected", "grader_error")
"""States of submissions that use no attempt."""

State = Literal["open", "closed", "not_yet"]
_STATES: dict[type[policy.Window], State] = {policy.Open: "open", policy.Closed: "closed", policy.NotYet: "not_yet"}


@dataclass(frozen=True, slots=True)
class Progress:
    """What a student's page and the API say of one exercise."""

    exercise: Exercise
    state: State
    due: datetime | None
    """With the student's extension, if they have one."""
    extended: bool
    closes: datetime | None
    """The last moment at which anything is taken, or was; None: never."""
    late_days: int
    """What a submission now would count as."""
    used: int
    left: int | None
    """Attempts; None: no limit."""
    cooldown: timedelta
    """What is left of it."""
    best: SubmissionRow | None
    """The submission whose score counts."""
    last: SubmissionRow | None

    @property
    def may_submit(self) -> bool:
        """Would a submission be taken now?"""
        return self.state == "open" and self.left != 0 and not self.cooldown


def progress_in(host: Host, student: str | None) -> list[Progress]:
    """A student's progress with each exercise of the course, in its order; None: of who hands nothing in."""
    now = host.now()
    rows: Sequence[SubmissionRow] = ()
    until: dict[tuple[str, str], datetime] = {}
    if student is not None:
        rows = host.history(student)
        until = current_extensions(host.store.classbook.extensions(host.course.id, student=student))
    return [
        progress_of(
            exercise,
            [row for row in rows if row.exercise == exercise.slug],
            now,
            until.get((student or "", exercise.slug)),
        )
        for exercise in host.course.exercises
    ]


def progress_of(
    exercise: Exercise, rows: Sequence[SubmissionRow], now: datetime, extension: datetime | None = None
) -> Progress:
    """The progress by a student's own submissions of the exercise, oldest first."""
    burnt = [row for row in rows if row.state not in BURNS_NOTHING]
    window = policy.window(exercise, now, extension)
    return Progress(
        exercise=exercise,
        state=_STATES[type(window)],
        due=policy.due_at(exercise, extension),
        extended=policy.due_at(exercise, extension) != exercise.due,
        closes=policy.closes_at(exercise, extension),
        late_days=window.days_late if isinstance(window, policy.Open) else 0,
        used=len(burnt),
        left=policy.attempts_left(exercise, len(burnt)),
        cooldown=policy.cooldown_left(exercise, max((row.submitted_at for row in burnt), default=None), now),
        best=policy.counting(rows, exercise.counts),
        last=rows[-1] if rows else None,
    )
