"""What the host knows of a submission before anything is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["Facts", "keep_score"]


def keep_score(score: float) -> float:
    """The penalty of a submission that is on time: none."""
    return score


@dataclass(frozen=True, slots=True)
class Facts:
    """Who handed in what, when, for how many points. Text may be hostile: `build` cleans it."""

    id: str
    """Of the submission, as people say it: "123" is shown as #123."""
    course: str
    exercise: str
    """The slug."""
    student: str
    submitted_at: datetime
    """Aware."""
    attempt: int
    """From 1; what this attempt is, or would have been where it is not burned."""
    max_score: float
    late_days: int = 0
    penalised: Callable[[float], float] = keep_score
    """From points before the late penalty to points after it."""
    language: str = "en"
    """Of summary and page: "en" or "pt"; anything else reads as English."""
    submission_sha256: str = ""
    notes: tuple[str, ...] = ()
    """What reading the submission had to say (`Submission.notes`): it opens the output section."""
    queue_s: float = 0.0
