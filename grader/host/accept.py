"""Whether a submission is let in, and what that settles: its seed and how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.course import policy
from grader.host.refusals import ClosedError, CoolingDownError, NoAttemptsLeftError, NotYetOpenError
from grader.host.secret import seed_for
from grader.store.rows import Admission

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from grader.course.model import Exercise
    from grader.store.rows import Standing

__all__ = ["Gate"]


@dataclass(frozen=True, slots=True)
class Gate:
    """Where one hand-in is let in or refused; called by the store inside its transaction."""

    exercise: Exercise
    student: str
    now: datetime
    zone: ZoneInfo
    secret: bytes
    seed: int | None
    """Given by staff; None: made from the secret."""
    rules: bool
    """False where staff hand in for students: no dates, no limit of attempts."""
    extension: datetime | None
    """Until when this student has time; None: as long as everyone."""
    claimed_at: datetime | None
    """When it was handed in by the student's own clock, if that was not now."""
    counting: Callable[[], float | None]
    """The score that counts so far, for a refusal to name."""

    def admit(self, standing: Standing) -> Admission:
        """What the store keeps beside the file. Raises `RefusalError`."""
        if self.rules:
            self._check(standing)
        made = seed_for(self.secret, self.exercise.slug, self.student, standing.next_attempt)
        return Admission(
            seed=made if self.seed is None else self.seed,
            late_days=policy.days_late(self.exercise, self._handed_in_at, self.extension) if self.rules else 0,
            by_staff=not self.rules,
        )

    @property
    def _handed_in_at(self) -> datetime:
        return policy.handed_in_at(self.exercise, self.now, self.claimed_at)

    def _check(self, standing: Standing) -> None:
        exercise = self.exercise
        match policy.window(exercise, self._handed_in_at, self.extension):
            case policy.NotYet(release):
                raise NotYetOpenError(exercise, release, self.zone)
            case policy.Closed(since):
                raise ClosedError(exercise, since, self.zone, self.counting())
        if policy.attempts_left(exercise, standing.used) == 0:
            raise NoAttemptsLeftError(exercise, standing.used, self.counting())
        left = policy.cooldown_left(exercise, standing.last_at, self.now)
        if left:
            raise CoolingDownError(exercise, left)
