"""What staff grant and say, what students ask and write, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["CommentRow", "DisputeRow", "DraftRow", "ExcuseRow", "ExtensionRow", "OutcomeOfDispute"]

OutcomeOfDispute = Literal["answer", "override", "regrade"]


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """More time for a student; `until` None: taken back."""

    id: int
    student: str
    exercise: str
    until: datetime | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExcuseRow:
    """An exercise that a student need not do; still so while `withdrawn_at` is None."""

    id: int
    student: str
    exercise: str
    reason: str
    by: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What staff said. `role` is for the student to see, `by` for staff."""

    id: int
    student: str
    exercise: str
    submission: int | None
    text: str
    by: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A question about one test of a submission, with the answer where there is one."""

    id: int
    submission: int
    course: str
    student: str
    exercise: str
    test: str
    question: str
    asked_at: datetime
    state: Literal["open", "answered"]
    answer: str | None
    outcome: OutcomeOfDispute | None
    by: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What a student has in the editor."""

    text: str
    saved_at: datetime
