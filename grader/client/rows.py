"""A submission as the server lists it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Counting", "RemoteRow"]


@dataclass(frozen=True, slots=True)
class RemoteRow:
    """What a student may know of a submission of theirs, in the names of `grader.store.rows.SubmissionRow`."""

    id: int
    exercise: str
    student: str
    attempt: int
    submitted_at: datetime
    late_days: int
    state: str
    score: float | None
    max_score: float | None

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Self:
        """From the JSON of the API."""
        return cls(
            id=int(item["id"]),
            exercise=str(item["exercise"]),
            student=str(item["student"]),
            attempt=int(item["attempt"]),
            submitted_at=datetime.fromisoformat(item["submitted_at"]),
            late_days=int(item["late_days"]),
            state=str(item["state"]),
            score=item["score"],
            max_score=item["max_score"],
        )


@dataclass(frozen=True, slots=True)
class Counting:
    """The submission of an exercise whose score counts."""

    id: int
    score: float | None
