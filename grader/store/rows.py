"""What goes into the store and what comes out, as frozen values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Admission", "Draft", "Lease", "Outcome", "Proposal", "Received", "Standing", "State", "SubmissionRow"]

State = Literal["received", "grading", "graded", "rejected", "grader_error"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A submission about to be stored. `submitted_at` is aware; `key` names the hand-in, however often it is sent."""

    course: str
    exercise: str
    student: str
    name: str
    """What the student called it: data, never a path."""
    data: bytes
    sha256: str
    submitted_at: datetime
    key: str
    device: str = "auto"
    language: str = "en"
    claimed_at: datetime | None = None
    """When the student's own clock says that it was handed in."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a student stands with an exercise, at the moment a submission is let in."""

    used: int
    """Attempts burnt: everything but rejected files and faults of ours."""
    next_attempt: int
    last_at: datetime | None
    """When the last attempt that counts was handed in."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What admitting a submission settles for good."""

    seed: int
    late_days: int = 0
    by_staff: bool = False
    """Staff handed it in: when they did says nothing of the student, now or later."""


Admit = Callable[[Standing], Admission]
"""Decides inside the storing transaction; raises to refuse, and then nothing is stored."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to grade one submission. A later claim has a higher token, and makes this one's answer void."""

    id: int
    token: int
    tries: int
    """How often grading was begun without an end, this time included."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of grading: the staff's report and the figures that grade books need."""

    state: State
    document: bytes
    """The report's JSON, staff view."""
    score: float | None
    score_before_penalty: float | None
    max_score: float
    suite: str
    """Digest of the suite that judged, so that a changed suite is noticed."""
    versions: tuple[tuple[str, str], ...] = ()
    adjusted: bool = False
    """Did staff change the score?"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a submission would get if it was graded anew."""

    submission: int
    token: int
    """Of the report that it would replace; void when there is another by now."""
    late_days: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A stored submission without its bytes, with the figures of its accepted report."""

    id: int
    course: str
    exercise: str
    student: str
    attempt: int
    state: State
    name: str
    sha256: str
    submitted_at: datetime
    seed: int
    late_days: int
    device: str
    language: str
    by_staff: bool = False
    score: float | None = None
    score_before_penalty: float | None = None
    max_score: float | None = None
    suite: str | None = None
    """None until there is a report."""
    adjusted: bool = False
    token: int = 0
    """Rises with each claim and each report."""
    claimed_at: datetime | None = None
    """When the student's own clock says that it was handed in; a claim."""

    @property
    def status(self) -> str:
        """What counts now: a graded submission that is being judged again counts as it was."""
        return "graded" if self.score is not None else self.state


@dataclass(frozen=True, slots=True)
class Received:
    """The answer to a hand-in: the row, whether it is new, and the lease if the caller was given it."""

    row: SubmissionRow
    is_new: bool
    lease: Lease | None
